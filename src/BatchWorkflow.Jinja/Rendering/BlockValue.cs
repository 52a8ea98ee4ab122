using BatchWorkflow.Jinja.Compiling;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Rendering;

/// <summary>A block as a value: what <c>super</c> and the attributes of <c>self</c> are.</summary>
internal sealed class BlockValue(RenderContext context, List<CompiledBlock> blocks, int index) : CallableValue
{
    internal override string TypeName => "BlockReference";

    internal override string Module => "jinja2.runtime";

    /// <summary>The block that another one overrides, or undefined where it overrides none.</summary>
    internal static object Super(RenderContext context, CompiledBlock block)
    {
        List<CompiledBlock> blocks = context.Blocks[block.Name];
        return After(context, blocks, blocks.IndexOf(block));
    }

    private static object After(RenderContext context, List<CompiledBlock> blocks, int index) => index + 1 < blocks.Count
        ? new BlockValue(context, blocks, index + 1)
        : new JinjaUndefined(
            context.State.Environment.Undefined, $"there is no parent block called {Reprs.Of(blocks[0].Name)}.", Missing.Value, "super");

    internal override object? Call(Frame frame, CallArguments arguments)
    {
        OutputBuffer output = new(context.State.Limits.MaxStringLength);
        Templates.RenderBlock(blocks[index], context, output);
        return Texts.Wrap(output.ToString(), context.AutoEscape);
    }

    internal override object? Attribute(Frame frame, string name) => name switch
    {
        "super" => After(context, blocks, index),
        "name" => blocks[index].Name,
        _ => Missing.Value,
    };
}
