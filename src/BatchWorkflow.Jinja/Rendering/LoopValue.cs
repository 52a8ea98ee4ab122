using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Rendering;

/// <summary>Renders a recursive loop's body for other items, one level deeper.</summary>
internal delegate object? LoopRenderer(Frame caller, object? items, int depth);

/// <summary>The <c>loop</c> variable: goes through the items and knows where it is.</summary>
internal sealed class LoopValue(RenderState state, object? items, IEnumerator<object?> enumerator, LoopRenderer? renderer, int depth)
    : CallableValue
{
    private static readonly FunctionTable Functions = new(
    [
        ("cycle", "*", Cycle), ("changed", "*", Changed),
    ]);

    private List<object?>? _rest;
    private int _restAt;
    private object? _before = Missing.Value;
    private object? _current = Missing.Value;
    private object? _after = Missing.Value;
    private object? _lastChanged = Missing.Value;
    private long? _length;
    private int _index = -1;

    internal override string TypeName => "LoopContext";

    internal override string Module => "jinja2.runtime";

    internal override string Repr => $"<LoopContext {_index + 1}/{Length}>";

    internal object? Current => _current;

    internal long Length => _length ??= MeasureLength();

    internal bool MoveNext()
    {
        object? next = _after is Missing ? Pull() : _after;
        if (next is Missing)
            return false;
        _after = Missing.Value;
        _before = _current;
        _current = next;
        _index++;
        return true;
    }

    internal IEnumerable<object?> Remaining()
    {
        while (MoveNext())
            yield return new TupleValue([_current, this]);
    }

    private object? Pull()
    {
        if (_rest is not null)
            return _restAt < _rest.Count ? _rest[_restAt++] : Missing.Value;
        return enumerator.MoveNext() ? enumerator.Current : Missing.Value;
    }

    private object? Peek() => _after is Missing ? _after = Pull() : _after;

    private long MeasureLength()
    {
        if (Sequences.Length(items) is { } known)
            return known;
        List<object?> rest = [];
        for (object? item = Pull(); item is not Missing; item = Pull())
        {
            rest.Add(item);
            state.ChargeItems(rest.Count % 1024 == 0 ? rest.Count : 0);
        }

        (_rest, _restAt) = (rest, 0);
        return rest.Count + _index + 1 + (_after is Missing ? 0 : 1);
    }

    internal override object? Call(Frame frame, CallArguments arguments)
    {
        if (renderer is null)
            throw Error.Type("The loop must have the 'recursive' marker to be called recursively.");
        return arguments.Positional is [var inner]
            ? renderer(frame, inner, depth + 1)
            : throw Error.Type($"LoopContext.__call__() takes 2 positional arguments but {arguments.Positional.Length + 1} were given");
    }

    internal override object? Attribute(Frame frame, string name) => name switch
    {
        "index" => Boxes.Of(_index + 1),
        "index0" => Boxes.Of(_index),
        "first" => Boxes.Of(_index == 0),
        "last" => Boxes.Of(Peek() is Missing),
        "length" => Boxes.Of(Length),
        "revindex" => Boxes.Of(Length - _index),
        "revindex0" => Boxes.Of(Length - _index - 1),
        "depth" => Boxes.Of(depth + 1),
        "depth0" => Boxes.Of(depth),
        "previtem" => _index == 0 ? Absent("there is no previous item") : _before,
        "nextitem" => Peek() is var next and not Missing ? next : Absent("there is no next item"),
        _ => Functions.TryGet(name, out NativeFunction function) ? new BoundMethod(this, function) : Missing.Value,
    };

    private JinjaUndefined Absent(string hint) => new(state.Environment.Undefined, hint, Missing.Value, null);

    private static object? Cycle(in Invocation call)
    {
        if (call.Rest.Length == 0)
            throw Error.Type("no items for cycling given");
        return call.Rest[((LoopValue)call.Value!)._index % call.Rest.Length];
    }

    private static object? Changed(in Invocation call)
    {
        LoopValue loop = (LoopValue)call.Value!;
        TupleValue now = new(call.Rest);
        if (loop._lastChanged is not Missing && Equality.AreEqual(loop._lastChanged, now))
            return Boxes.False;
        loop._lastChanged = now;
        return Boxes.True;
    }
}
