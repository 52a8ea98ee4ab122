namespace BatchWorkflow.Engine.Secrets;

/// <summary>Turns references into values; what it gives is masked in every sink from that moment on.</summary>
internal sealed class SecretResolver
{
    private readonly Masker _masker;
    private readonly Dictionary<string, SecretSource> _sources;

    /// <param name="masker">Learns each value before the caller does.</param>
    /// <param name="sources">Who knows secrets, one for each scheme.</param>
    public SecretResolver(Masker masker, params IEnumerable<SecretSource> sources)
    {
        _masker = masker;
        _sources = sources.ToDictionary(source => source.Scheme, StringComparer.Ordinal);
    }

    /// <summary>
    /// The value of a reference. Throws <see cref="FailureException"/> of kind Auth, which names the field, when there is none.
    /// </summary>
    /// <param name="reference">The reference.</param>
    /// <param name="field">The field of the definition that holds it, for messages: variables.db_password.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<ResolvedSecret> ResolveAsync(SecretReference reference, string field, CancellationToken cancellationToken)
    {
        if (!_sources.TryGetValue(reference.Scheme, out SecretSource? source))
        {
            string known = string.Join(", ", _sources.Keys.Order(StringComparer.Ordinal).Select(scheme => scheme + ":"));
            throw Refused($"{field} refers to {reference}, and secrets of {reference.Scheme}: cannot be read yet; what can is {known}.");
        }

        string value = await source.FindAsync(reference.Name, cancellationToken)
            ?? throw Refused(source.Missing(reference.Name, field));
        return new ResolvedSecret(value, _masker.Add(value));
    }

    /// <summary>Why a reference has no value and what to do, or null when it has one.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="field">The field of the definition that holds it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<string?> WhyMissingAsync(SecretReference reference, string field, CancellationToken cancellationToken)
    {
        try
        {
            await ResolveAsync(reference, field, cancellationToken);
            return null;
        }
        catch (FailureException e)
        {
            return e.Failure.Message;
        }
    }

    /// <summary>
    /// Makes every secret that values refer to known to the masker before the first line of a script is read, also of one that an
    /// earlier engine started. One that there is not is left to the step that needs it.
    /// </summary>
    public async Task LearnAsync(IEnumerable<object?> values, CancellationToken cancellationToken)
    {
        foreach (SecretReference reference in values.SelectMany(SecretReference.AllIn).Distinct())
            if (_sources.TryGetValue(reference.Scheme, out SecretSource? source)
                && await source.FindAsync(reference.Name, cancellationToken) is { } value)
                _masker.Add(value);
    }

    /// <summary>The failure of a secret that was given at the prompt once and that nobody can be asked for now.</summary>
    /// <param name="variable">The variable's name.</param>
    public static Failure NotGiven(string variable) => new()
    {
        Kind = FailureKind.Auth,
        Message = $"The secret variable {variable} was given at the prompt and is kept nowhere; "
            + $"give -Variable @{{ {variable} = … }} again.",
    };

    private static FailureException Refused(string message) => new(new Failure { Kind = FailureKind.Auth, Message = message });
}
