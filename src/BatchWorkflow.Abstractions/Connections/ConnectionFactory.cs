namespace BatchWorkflow;

/// <summary>Opens connections of one kind.</summary>
public abstract class ConnectionFactory
{
    /// <summary>The kind that infrastructure files use.</summary>
    public abstract string Kind { get; }

    /// <summary>What is wrong with the settings of a connection. Pure: reaches nobody.</summary>
    public abstract IReadOnlyList<SettingProblem> Validate(ConnectionDefinition definition);

    /// <summary>
    /// The endings of the scripts that a server of this connection can run, such as .sh, or null when that is known only once it is
    /// reached. Pure: reaches nobody.
    /// </summary>
    public virtual IReadOnlyList<string>? ScriptExtensions(ConnectionDefinition definition) => null;

    /// <summary>Opens a connection to a server that is there. It may reach the server later than here.</summary>
    public abstract Connection Open(ConnectionContext context);
}
