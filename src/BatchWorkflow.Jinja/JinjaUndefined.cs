using BatchWorkflow.Jinja.Lexing;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja;

/// <summary>What a name, attribute or item that does not exist evaluates to.</summary>
public sealed class JinjaUndefined
{
    private readonly object? _owner;
    private readonly object? _key;

    internal JinjaUndefined(UndefinedKind kind, string? hint, object? owner, object? key) =>
        (Kind, Hint, _owner, _key) = (kind, hint, owner, key);

    /// <summary>The name that is undefined; null where it is no name.</summary>
    public string? Name => _key as string;

    /// <summary>What is missing, in words such as <c>'foo' is undefined</c>.</summary>
    public string Message => Hint ?? (_owner is Missing ? $"{Reprs.Of(_key)} is undefined" : Absent);

    internal UndefinedKind Kind { get; }

    internal string? Hint { get; }

    internal object? Owner => _owner is Missing ? null : _owner;

    internal object? Key => _key;

    /// <summary>The value as text; only the strict kind has none.</summary>
    internal string Text => Kind switch
    {
        UndefinedKind.Strict => throw Fail(),
        UndefinedKind.Debug when Hint is not null => $"{{{{ undefined value printed: {Hint} }}}}",
        UndefinedKind.Debug when _owner is Missing => $"{{{{ {_key} }}}}",
        UndefinedKind.Debug => $"{{{{ no such element: {PythonTypes.ObjectNameOf(_owner)}[{Reprs.Of(_key)}] }}}}",
        _ => "",
    };

    private string Absent => _key is string
        ? $"{Reprs.Of(PythonTypes.ObjectNameOf(_owner))} has no attribute {Reprs.Of(_key)}"
        : $"{PythonTypes.ObjectNameOf(_owner)} has no element {Reprs.Of(_key)}";

    /// <summary>Where it was met, which is where problems with it point.</summary>
    internal (SourceText Source, int At)? Place { get; init; }

    internal JinjaException Fail()
    {
        JinjaException exception = Error.Undefined(Message);
        if (Place is var (source, at))
            exception.Locate(source, at);
        return exception;
    }

    /// <summary>Fails unless the kind is one that lets itself be looked at.</summary>
    internal void RefuseStrict()
    {
        if (Kind == UndefinedKind.Strict)
            throw Fail();
    }
}
