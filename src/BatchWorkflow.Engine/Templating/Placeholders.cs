using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Templating;

/// <summary>
/// Puts something in the place of what is not known yet, so that a template can be rendered to its end and every name that is not defined shows,
/// also behind the first value that is known later.
/// </summary>
internal sealed class Placeholders
{
    private readonly object _placeholder;

    private Placeholders(object placeholder) => _placeholder = placeholder;

    /// <summary>
    /// Both that there are: nobody knows whether a value will be a text or a list, so only what fails with each is wrong.
    /// </summary>
    public static IReadOnlyList<Placeholders> Both { get; } = [new("?"), new(Array.Empty<object?>())];

    /// <summary>A context in which everything that a template uses is there.</summary>
    public JinjaContext In(TemplateScope scope, IReadOnlyList<JinjaNameUse> used)
    {
        Dictionary<string, object?> filled = new(StringComparer.Ordinal);
        foreach (IGrouping<string, JinjaNameUse> name in used.GroupBy(u => u.Name, StringComparer.Ordinal))
            if (scope.TryFind(name.Key, used, out object? value))
                filled[name.Key] = Fill(value, [.. name.Select(u => u.Path)]);
        // What a template includes may use other names.
        return new JinjaContext((string name, out object? value) =>
        {
            bool found = filled.TryGetValue(name, out value) || scope.TryFind(name, used, out value);
            value = value is UnknownValue ? _placeholder : value;
            return found;
        });
    }

    private object? Fill(object? value, List<IReadOnlyList<string>> paths) => value switch
    {
        UnknownValue when paths.Exists(p => p.Count > 0) => paths.Where(p => p.Count > 0).GroupBy(p => p[0], StringComparer.Ordinal)
            .ToDictionary(p => p.Key, p => Fill(value, [.. p.Select(Rest)]), StringComparer.Ordinal),
        UnknownValue => _placeholder,
        IReadOnlyDictionary<string, object?> map => map.ToDictionary(
            e => e.Key, e => Fill(e.Value, [.. paths.Where(p => p.Count > 0 && p[0] == e.Key).Select(Rest)]), StringComparer.Ordinal),
        IReadOnlyList<object?> list => list.Select(i => Fill(i, [])).ToList(),
        _ => value,
    };

    private static IReadOnlyList<string> Rest(IReadOnlyList<string> path) => [.. path.Skip(1)];
}
