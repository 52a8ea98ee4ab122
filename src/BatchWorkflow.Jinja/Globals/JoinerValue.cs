using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Globals;

/// <summary>What <c>joiner()</c> makes: nothing at the first call, its separator at all others.</summary>
internal sealed class JoinerValue(object? separator) : CallableValue
{
    private bool _used;

    internal override string TypeName => "Joiner";

    internal override string Module => "jinja2.utils";

    internal override object? Call(Frame frame, CallArguments arguments)
    {
        if (_used)
            return separator;
        _used = true;
        return "";
    }

    internal override object? Attribute(Frame frame, string name) => name switch
    {
        "sep" => separator,
        "used" => Boxes.Of(_used),
        _ => Missing.Value,
    };
}
