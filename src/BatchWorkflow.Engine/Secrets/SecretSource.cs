namespace BatchWorkflow.Engine.Secrets;

/// <summary>Knows the secrets of one scheme.</summary>
internal abstract class SecretSource
{
    /// <summary>The scheme that references to it begin with.</summary>
    public abstract string Scheme { get; }

    /// <summary>The secret's value, or null when there is none of that name; another trouble is a <see cref="FailureException"/>.</summary>
    public abstract Task<string?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>What is missing and the way to mend it, when <see cref="FindAsync"/> found nothing.</summary>
    public abstract string Missing(string name, string field);
}
