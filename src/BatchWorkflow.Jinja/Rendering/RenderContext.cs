using BatchWorkflow.Jinja.Compiling;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Rendering;

/// <summary>The variables, exports and blocks that one template sees while it is rendered.</summary>
internal sealed class RenderContext
{
    private readonly VariableSource _parent;
    private Dictionary<string, object?>? _variables;
    private HashSet<string>? _exported;
    private Dictionary<string, List<CompiledBlock>>? _blocks;

    internal RenderContext(RenderState state, CompiledTemplate template, VariableSource parent)
    {
        (State, Template, _parent) = (state, template, parent);
        AutoEscape = state.Environment.AutoEscape;
        foreach (CompiledBlock block in template.Blocks)
            Blocks[block.Name] = [block];
    }

    private RenderContext(RenderContext from, VariableSource parent)
    {
        (State, Template, _parent) = (from.State, from.Template, parent);
        (AutoEscape, _blocks) = (from.AutoEscape, from.Blocks);
    }

    internal RenderState State { get; }

    internal CompiledTemplate Template { get; }

    internal Dictionary<string, object?> Variables => _variables ??= new(StringComparer.Ordinal);

    internal HashSet<string> Exported => _exported ??= new(StringComparer.Ordinal);

    /// <summary>The blocks of each name: that of the template which is rendered first, then those of the templates that it extends.</summary>
    internal Dictionary<string, List<CompiledBlock>> Blocks => _blocks ??= new(StringComparer.Ordinal);

    internal bool AutoEscape { get; set; }

    internal object? Resolve(string name)
    {
        object? value = null;
        if (_variables?.TryGetValue(name, out value) == true)
            return value;
        return _parent.TryGet(State, name, out value) ? value : Missing.Value;
    }

    /// <summary>All that this context sees, as what another template's context begins with; later changes are not seen.</summary>
    internal VariableSource Snapshot(Dictionary<string, object?> locals)
    {
        Dictionary<string, object?> seen = new(Variables, StringComparer.Ordinal);
        foreach ((string name, object? value) in locals)
            if (value is not Missing)
                seen[name] = value;
        return new LayeredVariables(seen, _parent);
    }

    /// <summary>A context for a scoped block: this one with a loop's variables on top.</summary>
    internal RenderContext Derive(Dictionary<string, object?> locals) => new(this, Snapshot(locals));
}
