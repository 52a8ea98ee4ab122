using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Globals;

/// <summary>What <c>cycler()</c> makes: goes round its items.</summary>
internal sealed class CyclerValue(object?[] items) : CallableValue
{
    private int _position;

    internal override string TypeName => "Cycler";

    internal override string Module => "jinja2.utils";

    internal override object? Call(Frame frame, CallArguments arguments) => throw Error.Type("'Cycler' object is not callable");

    internal override object? Attribute(Frame frame, string name) => name switch
    {
        "current" => items[_position],
        "items" => new TupleValue(items),
        "pos" => Boxes.Of(_position),
        "next" => new BoundMethod(this, new NativeFunction("next", "", Next)),
        "reset" => new BoundMethod(this, new NativeFunction("reset", "", Reset)),
        _ => Missing.Value,
    };

    private object? Next(in Invocation call)
    {
        object? item = items[_position];
        _position = (_position + 1) % items.Length;
        return item;
    }

    private object? Reset(in Invocation call)
    {
        _position = 0;
        return null;
    }
}
