using BatchWorkflow.Engine.Definitions;

namespace BatchWorkflow.Engine.Taskservs;

/// <summary>Finds what keeps a shell from reading a script that an editor on another system has written: a byte order mark, UTF-16, line ends with a carriage return.</summary>
internal static class ShellScriptText
{
    private const string Code = "Definition.ScriptText";

    /// <summary>Checks a file of a taskserv; one that is no shell script has nothing wrong.</summary>
    public static void Check(string path, ProblemList problems)
    {
        if (path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".j2", StringComparison.OrdinalIgnoreCase))
            return; // PowerShell reads them all, and a template is read as text before it is rendered.
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> start = stackalloc byte[8];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        bool isShell = path.EndsWith(".sh", StringComparison.OrdinalIgnoreCase);
        if (isShell && (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])))
            problems.Add(Code, new SourceLocation(path, 1, 1), "The script is UTF-16, which no shell reads.", "Save it as UTF-8.");
        else if (start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) && (isShell || start[3..].StartsWith("#!"u8)))
            problems.Add(Code, new SourceLocation(path, 1, 1), "The script begins with a byte order mark, so its first line is not understood.",
                $"Save it as UTF-8 without the mark: sed -i '1s/^\\xEF\\xBB\\xBF//' '{path}'");
        if (isShell || start.StartsWith("#!"u8))
            CheckLineEnds(path, file, problems);
    }

    private static void CheckLineEnds(string path, FileStream file, ProblemList problems)
    {
        file.Position = 0;
        (int lines, int returns, int first) = (0, 0, 0);
        int before = 0;
        byte[] buffer = new byte[64 * 1024];
        while (file.Read(buffer) is > 0 and int count)
        {
            foreach (byte next in buffer.AsSpan(0, count))
            {
                if (next == '\n')
                {
                    lines++;
                    if (before == '\r' && returns++ == 0)
                        first = lines;
                }
                before = next;
            }
        }
        if (returns == 0)
            return;
        string which = returns == lines ? "Its lines end" : returns == 1 ? $"Line {first} ends" : $"Line {first} and {returns - 1} more end";
        string hint = $"Remove them: sed -i 's/\\r$//' '{path}'";
        string message = $"{which} with a carriage return (CRLF, as on Windows), which a shell takes for a part of the command.";
        if (first == 1)
            problems.Add(Code, new SourceLocation(path, first, 1), message, hint);
        else
            problems.Warn(Code, new SourceLocation(path, first, 1), message, hint);
    }
}
