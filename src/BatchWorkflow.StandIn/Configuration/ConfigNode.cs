namespace BatchWorkflow.StandIn.Configuration;

/// <summary>A piece of a configuration file that knows its place; every syntax becomes a tree of these.</summary>
internal abstract class ConfigNode(string file, int line)
{
    /// <summary>The file as the command line or another file named it.</summary>
    public string File { get; } = file;

    /// <summary>The line where it begins, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>An error at this place.</summary>
    public ConfigurationException Wrong(string reason) => new(File, Line, reason);

    /// <summary>This node as a map.</summary>
    public MapNode AsMap(string name) => this as MapNode ?? throw Wrong($"{name} must be a map");

    /// <summary>This node as a single value.</summary>
    public ScalarNode AsScalar(string name) => this as ScalarNode ?? throw Wrong($"{name} must be a single value");

    /// <summary>This node as a list.</summary>
    public ListNode AsList(string name) => this as ListNode ?? throw Wrong($"{name} must be a list");
}
