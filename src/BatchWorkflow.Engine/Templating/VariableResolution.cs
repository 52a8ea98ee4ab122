using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Templating;

/// <summary>
/// Resolves variables that use each other. In the result each text that is not known yet is an <see cref="UnknownValue"/> in its place.
/// </summary>
/// <param name="raw">The variables, with <see cref="TemplateText"/>s.</param>
/// <param name="scope">What they see beside each other.</param>
/// <param name="templates">Renders them.</param>
internal sealed class VariableResolution(IReadOnlyDictionary<string, object?> raw, TemplateScope scope, TextTemplates templates)
{
    private readonly List<VariableFailure> _failures = [];
    private readonly Dictionary<string, object?> _done = new(StringComparer.Ordinal);
    private readonly List<string> _open = [];

    /// <summary>What is wrong with variables, each once.</summary>
    public IReadOnlyList<VariableFailure> Failures => _failures;

    /// <summary>The values of all variables.</summary>
    public IReadOnlyDictionary<string, object?> Resolve(CancellationToken cancellationToken)
    {
        foreach (string name in raw.Keys)
            Resolve(name, cancellationToken);
        return _done;
    }

    private void Resolve(string name, CancellationToken cancellationToken)
    {
        if (_done.ContainsKey(name) || !raw.TryGetValue(name, out object? value))
            return;
        if (!TemplateMarks.AreIn(value))
        {
            _done[name] = value;
            return;
        }
        if (_open.IndexOf(name) is >= 0 and int at)
        {
            Fail(name, $"Variables use each other in a circle: {string.Join(" -> ", _open.Skip(at).Append(name))}.", isCircle: true);
            _done[name] = Unknowns.Broken;
            return;
        }
        _open.Add(name);
        foreach (string used in Used(value, name))
            Resolve(used, cancellationToken);
        _open.RemoveAt(_open.Count - 1);
        if (!_done.ContainsKey(name))
            _done[name] = Render(value, name, cancellationToken);
    }

    private object? Render(object? value, string name, CancellationToken cancellationToken)
    {
        switch (value)
        {
            case TemplateText text:
                return RenderText(text.Text, name, cancellationToken);
            case IReadOnlyDictionary<string, object?> map:
                return map.ToDictionary(e => e.Key, e => Render(e.Value, name, cancellationToken), StringComparer.Ordinal);
            case IEnumerable<object?> list:
                return list.Select(i => Render(i, name, cancellationToken)).ToList();
            default:
                return value;
        }
    }

    private object? RenderText(string text, string name, CancellationToken cancellationToken)
    {
        try
        {
            return templates.Render(text, name, scope with { Variables = _done }, cancellationToken);
        }
        catch (UnknownValueException e)
        {
            return e.Value;
        }
        catch (JinjaException e)
        {
            Fail(name, TemplateProblems.Words(e));
        }
        catch (InvalidCastException e)
        {
            Fail(name, e.Message + ".");
        }
        return Unknowns.Broken;
    }

    private void Fail(string name, string message, bool isCircle = false) => _failures.Add(new VariableFailure(name, message, isCircle));

    /// <summary>The variables that a value uses: all of them where it names none.</summary>
    private IEnumerable<string> Used(object? value, string name)
    {
        foreach (JinjaNameUse reference in TextsIn(value).SelectMany(t => NamesIn(t, name)))
        {
            if (reference.Name == "vars" && reference.Path.Count == 0)
            {
                foreach (string other in raw.Keys.Where(k => k != name))
                    yield return other;
            }
            else
            {
                yield return reference.Name == "vars" ? reference.Path[0] : reference.Name;
            }
        }
    }

    private IReadOnlyList<JinjaNameUse> NamesIn(string text, string name)
    {
        try
        {
            return templates.NamesIn(text, name);
        }
        catch (JinjaException)
        {
            return []; // Rendering tells what is wrong with it.
        }
    }

    private static IEnumerable<string> TextsIn(object? value) => value switch
    {
        TemplateText text => [text.Text],
        IReadOnlyDictionary<string, object?> map => map.Values.SelectMany(TextsIn),
        IEnumerable<object?> list => list.SelectMany(TextsIn),
        _ => [],
    };
}

/// <summary>What is wrong with a variable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Message">What is wrong, as a sentence.</param>
/// <param name="IsCircle">True when it uses itself by way of others.</param>
internal sealed record VariableFailure(string Name, string Message, bool IsCircle);
