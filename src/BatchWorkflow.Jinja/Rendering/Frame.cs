using BatchWorkflow.Jinja.Compiling;

namespace BatchWorkflow.Jinja.Rendering;

/// <summary>One run of a compiled function (a template's root, a block, a macro, a recursive loop): its variables and its output.</summary>
internal sealed class Frame(RenderContext context, Frame? outer, int slots, OutputBuffer output)
{
    private readonly object?[] _slots = slots == 0 ? [] : new object?[slots];

    internal RenderContext Context => context;

    internal RenderState State { get; } = context.State;

    /// <summary>The frame in which the function was defined.</summary>
    internal Frame? Outer => outer;

    internal object?[] Slots => _slots;

    internal OutputBuffer Output { get; set; } = output;

    /// <summary>The template that this root extends; null while it has extended none.</summary>
    internal CompiledTemplate? Parent { get; set; }

    internal Frame Up(int levels)
    {
        Frame frame = this;
        for (; levels > 0; levels--)
            frame = frame.Outer!;
        return frame;
    }
}
