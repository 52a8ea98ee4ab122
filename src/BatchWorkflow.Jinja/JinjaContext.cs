namespace BatchWorkflow.Jinja;

/// <summary>Finds the value of a name; returns false where there is none.</summary>
/// <param name="name">The name that a template uses.</param>
/// <param name="value">Its value.</param>
public delegate bool JinjaResolver(string name, out object? value);

/// <summary>
/// The values that a template may use. A value is null, a boolean, an integer of any size, a float, a decimal, a string, a dictionary,
/// a sequence, a <see cref="JinjaFunction"/> or an <see cref="UnknownValue"/>; nothing else of .NET is visible to a template.
/// </summary>
public sealed class JinjaContext
{
    private readonly JinjaResolver _resolver;

    /// <summary>Makes a context that asks for each name when a template first uses it, once in a rendering.</summary>
    public JinjaContext(JinjaResolver resolver) => _resolver = resolver;

    /// <summary>Makes a context of named values.</summary>
    public JinjaContext(IReadOnlyDictionary<string, object?> values) => _resolver = values.TryGetValue;

    /// <summary>A context without any values.</summary>
    public static JinjaContext Empty { get; } = new(new Dictionary<string, object?>());

    internal bool TryResolve(string name, out object? value) => _resolver(name, out value);
}
