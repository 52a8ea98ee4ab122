using System.Text;

namespace BatchWorkflow.Engine.Views;

/// <summary>Aligned columns that fit a width; columns without content are left out, what is cut shows an ….</summary>
/// <param name="columns">The columns.</param>
internal sealed class TextTable(params Column[] columns)
{
    private const string Gap = "  ";

    private readonly List<Row> _rows = [];

    /// <summary>Adds a row.</summary>
    public void Add(params Cell[] cells) => _rows.Add(new Row(cells, null));

    /// <summary>Adds a line of its own, which columns don't cut up.</summary>
    public void AddLine(Cell line) => _rows.Add(new Row([], line));

    /// <summary>Writes the table.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="width">The longest line.</param>
    /// <param name="colour">True colours it.</param>
    /// <param name="indent">Spaces before each row.</param>
    public void Write(StringBuilder to, int width, bool colour, int indent = 0)
    {
        int[] widths = Widths(width - indent);
        string margin = new(' ', indent);
        if (columns.Any(column => column.Title.Length > 0))
            WriteRow(to, margin, [.. columns.Select(column => new Cell(column.Title, Ink.Strong))], widths, colour);
        foreach (Row row in _rows)
        {
            if (row.Line is { } line)
                to.AppendLineFeed(line.Ink.Paint(LineFeeds.Cut(line.Text, width), colour));
            else
                WriteRow(to, margin, row.Cells, widths, colour);
        }
    }

    // Zero leaves a column out.
    private int[] Widths(int width)
    {
        int[] widths = new int[columns.Length];
        foreach (Row row in _rows)
            for (int at = 0; at < row.Cells.Length; at++)
                widths[at] = Math.Max(widths[at], row.Cells[at].Text.Length);
        for (int at = 0; at < widths.Length; at++)
            if (widths[at] > 0)
                widths[at] = Math.Max(widths[at], columns[at].Title.Length);

        for (int at = widths.Length - 1; at >= 0 && Over(AtLeast(widths), width) > 0; at--)
            if (columns[at].Fit == Fit.Goes)
                widths[at] = 0;
        for (int over = Over(widths, width); over > 0 && WidestThatYields(widths) is { } widest; over--)
            widths[widest]--;
        return widths;
    }

    private static int Over(int[] widths, int width) => widths.Sum() + (Gap.Length * (widths.Count(one => one > 0) - 1)) - width;

    private int[] AtLeast(int[] widths) =>
        [.. widths.Select((width, at) => columns[at].Fit is Fit.Stays or Fit.Goes ? width : Math.Min(width, columns[at].Least))];

    private int? WidestThatYields(int[] widths)
    {
        int[] least = AtLeast(widths);
        int? widest = null;
        for (int at = 0; at < widths.Length; at++)
            if (widths[at] > least[at] && (widest is null || widths[at] > widths[widest.Value]))
                widest = at;
        return widest;
    }

    private void WriteRow(StringBuilder to, string margin, Cell[] cells, int[] widths, bool colour)
    {
        StringBuilder line = new(margin);
        IReadOnlyList<string> wrapped = [];
        int spaces = 0;
        int column = margin.Length;
        for (int at = 0; at < cells.Length; at++)
        {
            if (widths[at] == 0)
                continue;
            if (columns[at].Fit == Fit.Wraps)
                wrapped = LineFeeds.Wrap(cells[at].Text, widths[at]);
            string text = Fitted(cells[at].Text, columns[at].Fit, widths[at]);
            int pad = widths[at] - text.Length;
            int before = columns[at].IsNumber ? pad : 0;
            if (text.Length > 0)
                line.Append(' ', spaces + before).Append(cells[at].Ink.Paint(text, colour));
            spaces = Gap.Length + (text.Length > 0 ? pad - before : spaces + widths[at]);
            column += at < cells.Length - 1 ? widths[at] + Gap.Length : 0;
        }

        to.AppendLineFeed(line.ToString());
        foreach (string rest in wrapped.Skip(1))
            to.Append(' ', column).AppendLineFeed(rest);
    }

    private static string Fitted(string text, Fit fit, int width) => fit switch
    {
        Fit.Wraps => LineFeeds.Wrap(text, width)[0],
        Fit.CutsBegin => LineFeeds.CutBegin(text, width),
        _ => LineFeeds.Cut(text, width),
    };

    private sealed record Row(Cell[] Cells, Cell? Line);
}
