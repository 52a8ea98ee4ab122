namespace BatchWorkflow.Engine.Secrets;

/// <summary>Secrets in environment variables of this process: env:NAME.</summary>
/// <param name="read">Reads a variable; null when it is not set.</param>
internal sealed class EnvironmentSecrets(Func<string, string?> read) : SecretSource
{
    internal const string SchemeName = "env";

    public EnvironmentSecrets()
        : this(Environment.GetEnvironmentVariable)
    {
    }

    /// <inheritdoc />
    public override string Scheme => SchemeName;

    /// <inheritdoc />
    public override Task<string?> FindAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult(read(name) is { Length: > 0 } value ? value : null);

    /// <inheritdoc />
    public override string Missing(string name, string field) =>
        $"The environment variable {name} is not set or empty, and {field} needs it (env:{name}). Set it ($env:{name} = '…') and try again.";
}
