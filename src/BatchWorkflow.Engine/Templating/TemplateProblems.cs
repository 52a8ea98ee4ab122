using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Templating;

/// <summary>What is wrong with a template, as a problem of the file that it stands in.</summary>
internal static class TemplateProblems
{
    /// <summary>The code of a template that cannot be compiled or rendered.</summary>
    public const string Code = "Definition.Template";

    /// <summary>The problem at a place.</summary>
    public static Problem Of(JinjaException e, SourceLocation at) => new()
    {
        Code = Code,
        Location = at,
        Message = Words(e),
        Hint = Hint(e),
    };

    /// <summary>The problem of a file, at its line and column.</summary>
    public static Problem InFile(JinjaException e, string file) => Of(e, new SourceLocation(e.Template ?? file, e.Line, e.Column));

    /// <summary>A place inside the text of a scalar.</summary>
    public static SourceLocation Inside(ScalarNode scalar, int line, int column)
    {
        TextPlace start = scalar.Text ?? new TextPlace(scalar.Location.Line, scalar.Location.Column, -1);
        if (line < 1 || scalar.Location.Line == 0 || (line > 1 && start.Indent < 0))
            return scalar.Location;
        return line == 1
            ? scalar.Location with { Line = start.Line, Column = start.Column + column - 1 }
            : scalar.Location with { Line = start.Line + line - 1, Column = start.Indent + column };
    }

    /// <summary>What is wrong, with the way that led there.</summary>
    public static string Words(JinjaException e)
    {
        string message = e.Message.TrimEnd('.');
        string way = string.Concat(e.Trace.Select(f => $"; {f.What}, from {f.Template}:{f.Line}"));
        return $"{char.ToUpperInvariant(message[0])}{message[1..]}{way}.";
    }

    /// <summary>How it may be mended, or null.</summary>
    public static string? Hint(JinjaException e) => e.Kind switch
    {
        JinjaErrorKind.Undefined => "A template sees vars, env, server, taskserv and outputs, and each variable by its name; x | default('…') allows for a missing one.",
        JinjaErrorKind.Syntax => "To keep braces as they are, write {% raw %}…{% endraw %}.",
        _ => null,
    };
}
