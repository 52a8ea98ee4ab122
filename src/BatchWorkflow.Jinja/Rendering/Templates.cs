using BatchWorkflow.Jinja.Compiling;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Rendering;

/// <summary>Runs templates and blocks from inside other templates, and finds them.</summary>
internal static class Templates
{
    internal static void RenderRoot(CompiledTemplate template, RenderContext context, OutputBuffer output) =>
        Run(template, context.State, $"parent {Reprs.Of(template.Name)}",
            () => template.Root(new Frame(context, null, template.Function.Count, output)));

    internal static void RenderBlock(CompiledBlock block, RenderContext context, OutputBuffer output) =>
        Run(block.Template, context.State, $"block {Reprs.Of(block.Name)}",
            () => block.Body(new Frame(context, null, block.Function.Count, output)));

    internal static void Include(CompiledTemplate template, VariableSource variables, RenderState state, OutputBuffer output) =>
        Run(template, state, $"include {Reprs.Of(template.Name)}", () =>
        {
            RenderContext context = new(state, template, variables);
            template.Root(new Frame(context, null, template.Function.Count, output));
        });

    internal static ModuleValue Import(CompiledTemplate template, VariableSource variables, RenderState state)
    {
        ModuleValue? module = null;
        Run(template, state, $"import {Reprs.Of(template.Name)}", () =>
        {
            RenderContext context = new(state, template, variables);
            OutputBuffer output = new(state.Limits.MaxStringLength);
            template.Root(new Frame(context, null, template.Function.Count, output));
            Dictionary<string, object?> exports = new(StringComparer.Ordinal);
            foreach (string name in context.Exported)
                exports[name] = context.Variables[name];
            module = new ModuleValue(template.Name, exports, output.ToString());
        });
        return module!;
    }

    private static void Run(CompiledTemplate template, RenderState state, string what, Action body)
    {
        (CompiledTemplate from, int at) = (state.Template, state.At);
        state.Enter();
        try
        {
            state.Template = template;
            body();
        }
        catch (Exception e) when (state.Note(e, what, from, at))
        {
            throw;
        }
        finally
        {
            (state.Template, state.At) = (from, at);
            state.Leave();
        }
    }

    /// <summary>The template of a name.</summary>
    internal static CompiledTemplate Get(RenderState state, object? name)
    {
        Guard.Refuse(name);
        string text = Texts.Str(state, name);
        if (!state.Loaded.TryGetValue(text, out CompiledTemplate? template))
            state.Loaded[text] = template = state.Environment.Load(text);
        return template;
    }

    /// <summary>The template of a name, or the first of several names that exists.</summary>
    internal static CompiledTemplate Select(RenderState state, object? names)
    {
        if (names is not (ListValue or TupleValue or IteratorValue or SetValue or DictView))
            return Get(state, names);
        List<object?> candidates = Iteration.ToList(state, names);
        if (candidates.Count == 0)
            throw Error.NoneFound("Tried to select from an empty list of templates.");
        foreach (object? candidate in candidates)
        {
            try
            {
                return Get(state, candidate);
            }
            catch (JinjaException e) when (e.Line == 0 && e.Kind is JinjaErrorKind.TemplateNotFound or JinjaErrorKind.Undefined)
            {
                state.Tick();
            }
        }

        IEnumerable<string> shown = candidates.Select(name => name is JinjaUndefined undefined ? undefined.Message : Texts.Str(state, name));
        throw Error.NoneFound($"none of the templates given were found: {string.Join(", ", shown)}");
    }
}
