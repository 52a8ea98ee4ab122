using System.Text;
using BatchWorkflow.Engine.Monitoring;

namespace BatchWorkflow.Engine.Views;

/// <summary>A titled list of lines below a table; nothing at all when it is empty.</summary>
internal static class TextSection
{
    /// <summary>Writes it after an empty line.</summary>
    public static void Write(StringBuilder text, string title, IEnumerable<string> lines, int width, bool colour)
    {
        string[] all = [.. lines];
        if (all.Length == 0)
            return;
        text.AppendLineFeed().AppendLineFeed(Ink.Strong.Paint(title, colour));
        foreach (string line in all)
            text.AppendWrapped("  ", "    ", PlainText.Line(line), width);
    }
}
