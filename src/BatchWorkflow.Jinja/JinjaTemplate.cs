using BatchWorkflow.Jinja.Compiling;
using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja;

/// <summary>A compiled template. Any thread may render it, any number of times.</summary>
public sealed class JinjaTemplate
{
    private readonly JinjaEnvironment _environment;
    private readonly CompiledTemplate _template;

    internal JinjaTemplate(JinjaEnvironment environment, CompiledTemplate template) => (_environment, _template) = (environment, template);

    /// <summary>The template's name in problems; null for none.</summary>
    public string? Name => _template.Name;

    /// <summary>Renders the template with named values.</summary>
    /// <exception cref="JinjaException">The template fails, or goes beyond a limit.</exception>
    /// <exception cref="UnknownValueException">The output depends on an <see cref="UnknownValue"/>.</exception>
    public string Render(IReadOnlyDictionary<string, object?> values, CancellationToken cancellation = default) =>
        Render(new JinjaContext(values), cancellation);

    /// <summary>Renders the template with a context.</summary>
    /// <exception cref="JinjaException">The template fails, or goes beyond a limit.</exception>
    /// <exception cref="UnknownValueException">The output depends on an <see cref="UnknownValue"/>.</exception>
    public string Render(JinjaContext context, CancellationToken cancellation = default)
    {
        RenderState state = new(_environment, _template, cancellation);
        return Boundary.Run(state, () =>
        {
            OutputBuffer output = new(_environment.Limits.MaxOutputLength);
            RenderContext variables = new(state, _template, new HostVariables(context));
            _template.Root(new Frame(variables, null, _template.Function.Count, output));
            return output.ToString();
        });
    }

    /// <summary>
    /// The names that the template's own text takes from its context or globals, each with the attributes taken from it there; what the
    /// templates use that it includes, imports or extends is not among them.
    /// </summary>
    public IReadOnlyList<JinjaNameUse> FindUndeclared() => Boundary.UsesOf(_template);
}
