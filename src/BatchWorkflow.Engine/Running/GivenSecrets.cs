using BatchWorkflow.Engine.Secrets;

namespace BatchWorkflow.Engine.Running;

/// <summary>Secrets that were given at the prompt, by the name of their variable; kept nowhere but in this process.</summary>
internal sealed class GivenSecrets(IReadOnlyDictionary<string, string> given) : SecretSource
{
    /// <summary>The scheme of the references that stand in plans for such values.</summary>
    public const string SchemeName = "given";

    /// <inheritdoc />
    public override string Scheme => SchemeName;

    /// <inheritdoc />
    public override Task<string?> FindAsync(string name, CancellationToken cancellationToken) => Task.FromResult(given.GetValueOrDefault(name));

    /// <inheritdoc />
    public override string Missing(string name, string field) => SecretResolver.NotGiven(name).Message;
}
