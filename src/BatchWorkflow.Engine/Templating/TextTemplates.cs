using System.Collections.Concurrent;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Templating;

/// <summary>
/// Compiles the texts and expressions of one load, plan or run, each once. A name that is not defined is an error
/// (<see cref="JinjaException"/>); what is not known yet is an <see cref="UnknownValueException"/>.
/// </summary>
internal sealed class TextTemplates
{
    private static readonly JinjaEnvironment Environment = For(null);

    private readonly ConcurrentDictionary<(string Text, string Name), Compiled> _texts = new();
    private readonly ConcurrentDictionary<(string Text, string Name), JinjaExpression> _expressions = new();

    /// <summary>An environment as definitions use it, in which templates find others by name.</summary>
    public static JinjaEnvironment For(TemplateLoader? loader) => new()
    {
        Undefined = UndefinedKind.Strict,
        KeepTrailingNewline = true,
        Extensions = JinjaExtensions.Do | JinjaExtensions.LoopControls,
        Loader = loader,
    };

    /// <summary>The value of a text: of any kind when it is one expression in braces and nothing else, otherwise text.</summary>
    /// <exception cref="InvalidCastException">It is none that a definition can hold.</exception>
    public object? Render(string text, string name, TemplateScope scope, CancellationToken cancellationToken)
    {
        Compiled compiled = CompileValue(text, name);
        JinjaContext context = scope.ToContext(compiled.Names);
        return WithoutNul(compiled.Expression is { } expression
            ? FreeValues.From(expression.Evaluate(context, cancellationToken))
            : compiled.Template!.Render(context, cancellationToken));
    }

    /// <summary>A text as a template, also where it is one expression.</summary>
    public static JinjaTemplate Compile(string text, string name) => Environment.Compile(text, name);

    /// <summary>The text of a template, also where it is one expression.</summary>
    public static string Text(string text, string name, TemplateScope scope, CancellationToken cancellationToken)
    {
        JinjaTemplate template = Compile(text, name);
        return template.Render(scope.ToContext(template.FindUndeclared()), cancellationToken);
    }

    /// <summary>The value of an expression without braces.</summary>
    public object? Evaluate(string expression, string name, TemplateScope scope, CancellationToken cancellationToken)
    {
        JinjaExpression compiled = CompileExpression(expression, name);
        return FreeValues.From(compiled.Evaluate(scope.ToContext(compiled.FindUndeclared()), cancellationToken));
    }

    /// <summary>The value of an expression without braces, as a condition takes it.</summary>
    public bool IsTrue(string expression, string name, TemplateScope scope, CancellationToken cancellationToken)
    {
        JinjaExpression compiled = CompileExpression(expression, name);
        return compiled.IsTrue(scope.ToContext(compiled.FindUndeclared()), cancellationToken);
    }

    /// <summary>Compiles an expression, so that what is wrong with it shows.</summary>
    public JinjaExpression CompileExpression(string text, string name) =>
        _expressions.GetOrAdd((text, name), static key => Environment.CompileExpression(key.Text, key.Name));

    /// <summary>The names that a text takes from its scope.</summary>
    public IReadOnlyList<JinjaNameUse> NamesIn(string text, string name) => CompileValue(text, name).Names;

    private static object? WithoutNul(object? value) =>
        Nul.IsIn(value) ? throw new InvalidCastException("it holds a NUL character, which neither files nor scripts can be given") : value;

    private Compiled CompileValue(string text, string name) => _texts.GetOrAdd((text, name), static key =>
        TryExpression(key.Text, key.Name) is { } expression
            ? new Compiled(expression, null)
            : new Compiled(null, Environment.Compile(key.Text, key.Name)));

    /// <summary>The expression that a text is as a whole, or null: "{{ a }}", but not "{{ a }}-{{ b }}".</summary>
    private static JinjaExpression? TryExpression(string text, string name)
    {
        if (!text.StartsWith("{{", StringComparison.Ordinal) || !text.EndsWith("}}", StringComparison.Ordinal) || text.Length < 5)
            return null;
        // Spaces for the braces keep the columns.
        string inner = "  " + text[2..^2];
        try
        {
            return Environment.CompileExpression(inner, name);
        }
        catch (JinjaException)
        {
            // Then it is not one expression, or a wrong one: compiled as a template it says which.
            return null;
        }
    }

    private sealed record Compiled(JinjaExpression? Expression, JinjaTemplate? Template)
    {
        public IReadOnlyList<JinjaNameUse> Names { get; } = Expression?.FindUndeclared() ?? Template!.FindUndeclared();
    }
}
