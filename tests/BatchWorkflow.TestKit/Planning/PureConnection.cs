namespace BatchWorkflow.TestKit.Planning;

/// <summary>A connection kind for plans: it only validates. Setting bad is a problem.</summary>
public sealed class PureConnection(string kind) : ConnectionFactory
{
    /// <inheritdoc />
    public override string Kind { get; } = kind;

    /// <inheritdoc />
    public override IReadOnlyList<SettingProblem> Validate(ConnectionDefinition definition) =>
        definition.Settings.ContainsKey("bad") ? [new SettingProblem("bad", "bad is not a setting.")] : [];

    /// <inheritdoc />
    public override Connection Open(ConnectionContext context) => throw new NotSupportedException("The planner reaches nobody.");
}
