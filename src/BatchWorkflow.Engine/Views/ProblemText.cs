using System.Text;
using BatchWorkflow.Engine.Monitoring;

namespace BatchWorkflow.Engine.Views;

/// <summary>Problems of definitions, file by file, each with its source line and a mark below the place.</summary>
internal static class ProblemText
{
    private const string Margin = "          ";

    /// <summary>The text; each line ends with a line feed.</summary>
    /// <param name="problems">The problems.</param>
    /// <param name="source">The text of a file as the problems name it, or null when there is none to show.</param>
    /// <param name="width">The longest source line shown.</param>
    /// <param name="colour">True colours it by ANSI sequences.</param>
    public static string Text(IReadOnlyList<Problem> problems, Func<string, string?> source, int width, bool colour)
    {
        StringBuilder text = new();
        foreach (IGrouping<string, Problem> file in problems.GroupBy(problem => problem.Location.File ?? ""))
        {
            string[] lines = file.Key.Length > 0 && file.Any(problem => problem.Location.Line > 0) ? Lines(source(file.Key)) : [];
            if (file.Key.Length > 0)
                text.AppendLineFeed(Ink.Strong.Paint(PlainText.Line(file.Key), colour));
            foreach (Problem problem in file.OrderBy(problem => problem.Location.Line).ThenBy(problem => problem.Location.Column))
                One(text, problem, lines, width, colour);
        }

        return text.AppendLineFeed(Sum(problems)).ToString();
    }

    private static void One(StringBuilder text, Problem problem, string[] lines, int width, bool colour)
    {
        SourceLocation at = problem.Location;
        text.Append("  ").Append(at.Line > 0 ? $"{$"{at.Line}:{at.Column}",-7} " : "");
        text.Append((problem.IsWarning ? Ink.Notable : Ink.Bad).Paint(problem.IsWarning ? "warning" : "error  ", colour)).Append("  ");
        text.AppendLineFeed(PlainText.Line(problem.Hint is null ? problem.Message : $"{problem.Message} {problem.Hint}"));
        if (at.Line < 1 || at.Line > lines.Length || at.Column < 1)
            return;

        string line = PlainText.SameLength(lines[at.Line - 1]);
        int room = Math.Max(20, width - Margin.Length - 2);
        int column = Math.Min(at.Column - 1, line.Length);
        int begin = line.Length <= room
            ? Math.Min(column, line.Length - line.TrimStart().Length)
            : Math.Max(0, Math.Min(column - (room / 2), line.Length - room));
        string shown = (begin > 0 && line.Length > room ? "…" + line[(begin + 1)..] : line[begin..]).TrimEnd();
        text.Append(Margin).Append("| ").AppendLineFeed(LineFeeds.Cut(shown, room));
        text.Append(Margin).Append("| ").Append(' ', column - begin).AppendLineFeed(Ink.Bad.Paint("^", colour));
    }

    private static string[] Lines(string? text) => text?.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n') ?? [];

    private static string Sum(IReadOnlyList<Problem> problems)
    {
        int warnings = problems.Count(problem => problem.IsWarning);
        return $"{Counted(problems.Count - warnings, "error")}, {Counted(warnings, "warning")}.";
    }

    private static string Counted(int count, string word) => count == 1 ? $"1 {word}" : $"{count} {word}s";
}
