namespace BatchWorkflow.Engine.Secrets;

/// <summary>The outputs of a step as they are kept: secret ones sealed.</summary>
/// <param name="Values">The texts by name.</param>
/// <param name="Sealed">The names of those that are sealed; null in journals and records that did not tell, where a text's form must do.</param>
internal sealed record KeptOutputs(IReadOnlyDictionary<string, string> Values, IReadOnlyList<string>? Sealed)
{
    /// <summary>No outputs.</summary>
    public static KeptOutputs None { get; } = new(new Dictionary<string, string>(), []);

    /// <summary>The names of the outputs that are sealed.</summary>
    public IEnumerable<string> SealedNames => Values.Keys.Where(IsSealed);

    /// <summary>True when the output of that name is sealed.</summary>
    public bool IsSealed(string name) => Sealed?.Contains(name) ?? SealedValues.HasForm(Values[name]);

    /// <summary>These outputs, and those of an earlier time that are not among them.</summary>
    public KeptOutputs Over(KeptOutputs before)
    {
        Dictionary<string, string> all = new(before.Values, StringComparer.Ordinal);
        foreach ((string name, string value) in Values)
            all[name] = value;
        return new KeptOutputs(all, [.. all.Keys.Where(name => Values.ContainsKey(name) ? IsSealed(name) : before.IsSealed(name))]);
    }
}
