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
            await FindAsync(reference, cancellationToken);
    }

    /// <summary>A value with the secrets that it refers to, however deep, in place of the references; a reference to what there is not stays.</summary>
    public async Task<object?> FillAsync(object? value, CancellationToken cancellationToken)
    {
        switch (value)
        {
            case string when SecretReference.Parse(value) is { } reference:
                return await FindAsync(reference, cancellationToken) ?? value;
            case IEnumerable<KeyValuePair<string, object?>> map:
                return await FillAsync(map, cancellationToken);
            case IEnumerable<object?> list:
                List<object?> items = [];
                foreach (object? item in list)
                    items.Add(await FillAsync(item, cancellationToken));
                return items;
            default:
                return value;
        }
    }

    /// <summary>The same for settings.</summary>
    public async Task<IReadOnlyDictionary<string, object?>> FillAsync(IEnumerable<KeyValuePair<string, object?>> settings, CancellationToken cancellationToken)
    {
        Dictionary<string, object?> filled = new(StringComparer.Ordinal);
        foreach ((string name, object? value) in settings)
            filled[name] = await FillAsync(value, cancellationToken);
        return filled;
    }

    /// <summary>The failure of a secret that was given at the prompt once and that nobody can be asked for now.</summary>
    /// <param name="variable">The variable's name.</param>
    public static Failure NotGiven(string variable) => new()
    {
        Kind = FailureKind.Auth,
        Message = $"The secret variable {variable} was given at the prompt and is kept nowhere; "
            + $"give -Variable @{{ {variable} = … }} again.",
    };

    private async Task<string?> FindAsync(SecretReference reference, CancellationToken cancellationToken)
    {
        string? value = _sources.TryGetValue(reference.Scheme, out SecretSource? source) ? await source.FindAsync(reference.Name, cancellationToken) : null;
        if (value is not null)
            _masker.Add(value);
        return value;
    }

    private static FailureException Refused(string message) => new(new Failure { Kind = FailureKind.Auth, Message = message });
}
