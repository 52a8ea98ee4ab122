using System.Globalization;
using System.Text;
using BatchWorkflow.Jinja.Lexing;

namespace BatchWorkflow.Jinja;

/// <summary>A template or expression that cannot be compiled or rendered: what is wrong, and where.</summary>
public sealed class JinjaException : Exception
{
    private readonly List<JinjaFrame> _trace = [];

    internal JinjaException(JinjaErrorKind kind, string errorType, string message, Exception? inner = null)
        : base(message, inner) => (Kind, ErrorType) = (kind, errorType);

    /// <summary>What sort of problem it is.</summary>
    public JinjaErrorKind Kind { get; }

    /// <summary>The name of the exception that Python's Jinja2 raises, such as <c>TypeError</c>; for a limit <c>LimitError</c> or <c>RecursionError</c>.</summary>
    public string ErrorType { get; }

    /// <summary>The template that has the problem; null for a text without a name.</summary>
    public string? Template { get; private set; }

    /// <summary>The line, from 1; 0 where no place is known.</summary>
    public int Line { get; private set; }

    /// <summary>The column, from 1; 0 where no place is known.</summary>
    public int Column { get; private set; }

    /// <summary>The chain of includes, imports, blocks and macros that led there, the innermost first.</summary>
    public IReadOnlyList<JinjaFrame> Trace => _trace;

    /// <summary>The whole problem as text: place, message, and one line for each step of the trace.</summary>
    public string Description
    {
        get
        {
            StringBuilder text = new();
            text.Append(CultureInfo.InvariantCulture, $"{Template ?? "<template>"}:{Line}:{Column}: {Message}");
            foreach (JinjaFrame frame in _trace)
                text.Append(CultureInfo.InvariantCulture, $"\n  {frame.What}, from {frame.Template ?? "<template>"}:{frame.Line}:{frame.Column}");
            return text.ToString();
        }
    }

    internal static JinjaException Syntax(string message, SourceText source, int offset)
    {
        JinjaException exception = new(JinjaErrorKind.Syntax, "TemplateSyntaxError", message);
        exception.Locate(source, offset);
        return exception;
    }

    internal static JinjaException Assertion(string message, SourceText source, int offset)
    {
        JinjaException exception = new(JinjaErrorKind.Syntax, "TemplateAssertionError", message);
        exception.Locate(source, offset);
        return exception;
    }

    internal static JinjaException OutsideLoop(string message, SourceText source, int offset)
    {
        JinjaException exception = new(JinjaErrorKind.Syntax, "SyntaxError", message);
        exception.Locate(source, offset);
        return exception;
    }

    /// <summary>Says where the problem is, unless that is known already.</summary>
    internal void Locate(SourceText source, int offset)
    {
        if (Line != 0)
            return;
        (Line, Column) = source.Position(offset);
        Template = source.Name;
    }

    internal void Enter(string what, SourceText source, int offset)
    {
        (int line, int column) = source.Position(offset);
        _trace.Add(new JinjaFrame(what, source.Name, line, column));
    }
}
