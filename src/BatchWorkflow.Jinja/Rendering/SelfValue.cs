using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Rendering;

/// <summary>The <c>self</c> of a template: its blocks by name.</summary>
internal sealed class SelfValue(RenderContext context) : CallableValue
{
    internal override string TypeName => "TemplateReference";

    internal override string Module => "jinja2.runtime";

    internal override string Repr => $"<TemplateReference {Reprs.Of(context.Template.Name)}>";

    internal override object? Call(Frame frame, CallArguments arguments) => throw Error.Type("'TemplateReference' object is not callable");

    internal override object? Item(object? key) => Texts.TryGet(key, out string name) && context.Blocks.TryGetValue(name, out var blocks)
        ? new BlockValue(context, blocks, 0)
        : Missing.Value;
}
