using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Values;

/// <summary>A function of the host as a value.</summary>
internal sealed class HostFunction(JinjaFunction function) : CallableValue
{
    internal override string TypeName => "function";

    internal override object? Call(Frame frame, CallArguments arguments)
    {
        Dictionary<string, object?> named = new(StringComparer.Ordinal);
        foreach ((string name, object? value) in arguments.Named)
            named[name] = HostValues.ToHost(value);
        List<object?> positional = [.. arguments.Positional.Select(HostValues.ToHost)];
        return HostValues.FromHost(function(new JinjaArguments(positional, named, frame.State.Cancellation)));
    }
}
