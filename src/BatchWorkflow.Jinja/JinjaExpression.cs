using BatchWorkflow.Jinja.Compiling;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja;

/// <summary>A compiled expression. Any thread may evaluate it, any number of times.</summary>
public sealed class JinjaExpression
{
    private readonly JinjaEnvironment _environment;
    private readonly CompiledExpression _expression;

    internal JinjaExpression(JinjaEnvironment environment, CompiledExpression expression) =>
        (_environment, _expression) = (environment, expression);

    /// <summary>Evaluates the expression with named values.</summary>
    /// <inheritdoc cref="Evaluate(JinjaContext, CancellationToken)" />
    public object? Evaluate(IReadOnlyDictionary<string, object?> values, CancellationToken cancellation = default) =>
        Evaluate(new JinjaContext(values), cancellation);

    /// <summary>Evaluates the expression with a context.</summary>
    /// <returns>
    /// Null, a boolean, a <see cref="long"/>, a <see cref="System.Numerics.BigInteger"/> where that is too small, a <see cref="double"/>, a
    /// string, a list (of sequences and iterators), a dictionary, a <see cref="JinjaUndefined"/>, or an <see cref="UnknownValue"/> that was
    /// only passed on.
    /// </returns>
    /// <exception cref="JinjaException">The expression fails, or goes beyond a limit.</exception>
    /// <exception cref="UnknownValueException">The value depends on an <see cref="UnknownValue"/>.</exception>
    public object? Evaluate(JinjaContext context, CancellationToken cancellation = default) =>
        Run(context, HostValues.ToHost, cancellation);

    /// <summary>Evaluates the expression and tells whether Python takes its value for true.</summary>
    /// <inheritdoc cref="Evaluate(JinjaContext, CancellationToken)" />
    /// <returns>Whether the value is true.</returns>
    public bool IsTrue(JinjaContext context, CancellationToken cancellation = default) => Run(context, Truth.Of, cancellation);

    /// <summary>The names that the expression takes from its context or globals, each with the attributes taken from it there.</summary>
    public IReadOnlyList<JinjaNameUse> FindUndeclared() => Boundary.UsesOf(_expression.Template);

    private T Run<T>(JinjaContext context, Func<object?, T> convert, CancellationToken cancellation)
    {
        CompiledTemplate template = _expression.Template;
        RenderState state = new(_environment, template, cancellation);
        return Boundary.Run(state, () =>
        {
            RenderContext variables = new(state, template, new HostVariables(context));
            OutputBuffer output = new(_environment.Limits.MaxOutputLength);
            return convert(_expression.Body(new Frame(variables, null, template.Function.Count, output)));
        });
    }
}
