namespace BatchWorkflow.StandIn.Configuration;

/// <summary>Named values; some syntaxes allow a name more than once.</summary>
internal sealed class MapNode(string file, int line, StringComparer? names = null) : ConfigNode(file, line)
{
    private readonly List<KeyValuePair<string, ConfigNode>> entries = [];
    private readonly StringComparer comparer = names ?? StringComparer.Ordinal;

    /// <summary>Its entries in the order of the file.</summary>
    public IReadOnlyList<KeyValuePair<string, ConfigNode>> Entries => entries;

    /// <summary>Adds an entry.</summary>
    public void Add(string name, ConfigNode value) => entries.Add(new(name, value));

    /// <summary>Adds an entry whose name must be new.</summary>
    public void AddOnce(string name, ConfigNode value)
    {
        if (Find(name) is { } former)
            throw value.Wrong($"{name} is already set on line {former.Line}");
        Add(name, value);
    }

    /// <summary>The first entry of that name, or null.</summary>
    public ConfigNode? Find(string name) => All(name).FirstOrDefault();

    /// <summary>All entries of that name.</summary>
    public IEnumerable<ConfigNode> All(string name) => entries.Where(entry => comparer.Equals(entry.Key, name)).Select(entry => entry.Value);

    /// <summary>The entry of that name.</summary>
    public ConfigNode Require(string name) => Find(name) ?? throw Wrong($"{name} is missing");

    /// <summary>The single value of that name.</summary>
    public ScalarNode Scalar(string name) => Require(name).AsScalar(name);

    /// <summary>The single value of that name, or null.</summary>
    public ScalarNode? OptionalScalar(string name) => Find(name)?.AsScalar(name);

    /// <summary>The map of that name.</summary>
    public MapNode Map(string name) => Require(name).AsMap(name);

    /// <summary>The list of that name.</summary>
    public ListNode List(string name) => Require(name).AsList(name);

    /// <summary>Refuses every entry whose name is none of these.</summary>
    public void Only(params ReadOnlySpan<string> allowed)
    {
        foreach ((string name, ConfigNode value) in entries)
        {
            bool known = false;
            foreach (string one in allowed)
                known |= comparer.Equals(one, name);
            if (!known)
                throw value.Wrong($"{name} is not known here");
        }
    }
}
