using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Rendering;

/// <summary>Where names that a template does not set itself come from.</summary>
internal abstract class VariableSource
{
    internal abstract bool TryGet(RenderState state, string name, out object? value);
}

/// <summary>What the host gave, over the environment's globals; each is converted once, when it is first asked for.</summary>
internal sealed class HostVariables(JinjaContext context) : VariableSource
{
    private readonly Dictionary<string, object?> _converted = new(StringComparer.Ordinal);

    internal override bool TryGet(RenderState state, string name, out object? value)
    {
        if (_converted.TryGetValue(name, out value))
            return value is not Missing;
        bool found = context.TryResolve(name, out object? raw) || state.Environment.Globals.TryGetValue(name, out raw);
        if (found)
            value = HostValues.FromHost(raw);
        else if (!JinjaEnvironment.TryBuiltinGlobal(name, out value))
            value = Missing.Value;
        _converted[name] = value;
        return value is not Missing;
    }
}

/// <summary>Some variables over another source.</summary>
internal sealed class LayeredVariables(Dictionary<string, object?> variables, VariableSource below) : VariableSource
{
    internal override bool TryGet(RenderState state, string name, out object? value) =>
        variables.TryGetValue(name, out value) || below.TryGet(state, name, out value);
}
