using System.Buffers;
using System.Text.Unicode;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Definitions.Reading;

/// <summary>The text of a definition file, read within bounds; what cannot be text becomes a problem.</summary>
internal static class DefinitionText
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Where(c => c is not ('\t' or '\n' or '\r')).Select(c => (char)c), '\x7f']);

    /// <summary>The text, or null when a problem says why not.</summary>
    /// <param name="file">The file as the user named it, for places.</param>
    /// <param name="path">Its whole path.</param>
    /// <param name="problems">Where problems go.</param>
    /// <param name="named">Where another file names it: what is wrong with it as a whole is told there.</param>
    public static string? Read(string file, string path, ICollection<Problem> problems, SourceLocation? named = null)
    {
        try
        {
            if (Directory.Exists(path))
                throw new UnreadableTextException("Definition.Folder", Whole(file), "This is a folder, not a file.", "Name the file in it.");
            if (RegularFile.OtherKind(path) is { } kind)
                throw new UnreadableTextException(RegularFile.Code, Whole(file), $"This is {kind}, not a file.", RegularFile.Hint);
            return Decode(file, Content(file, path));
        }
        catch (UnreadableTextException e)
        {
            problems.Add(At(named, e.Problem));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add(At(named, new Problem { Code = "Definition.NotFound", Location = Whole(file), Message = "The file is not there." }));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            problems.Add(At(named, new Problem { Code = "Definition.Unreadable", Location = Whole(file), Message = "The file cannot be read: " + e.Message }));
        }
        return null;
    }

    /// <summary>The text of bytes that came from a file.</summary>
    public static string Decode(string file, ReadOnlySpan<byte> content)
    {
        if (content.StartsWith<byte>([0xEF, 0xBB, 0xBF]))
            content = content[3..];
        else if (content.StartsWith<byte>([0xFF, 0xFE]) || content.StartsWith<byte>([0xFE, 0xFF]))
            throw new UnreadableTextException("Definition.Encoding", Whole(file), "The file is UTF-16.", "Save it as UTF-8.");
        char[] rented = ArrayPool<char>.Shared.Rent(content.Length);
        try
        {
            bool valid = Utf8.ToUtf16(content, rented, out int read, out int written, replaceInvalidSequences: false) == OperationStatus.Done;
            ReadOnlySpan<char> text = rented.AsSpan(0, written);
            int control = text.IndexOfAny(Forbidden);
            if (control >= 0)
                throw new UnreadableTextException("Definition.Control", After(file, text[..control]),
                    text[control] == 0 ? "A NUL byte stands in the text." : $"The control character U+{(int)text[control]:X4} stands in the text.",
                    "Remove it; in a quoted value write an escape.");
            if (!valid)
                throw new UnreadableTextException("Definition.Encoding", After(file, text),
                    $"The byte 0x{content[read]:X2} is not valid UTF-8.", "Save the file as UTF-8.");
            return text.ToString();
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    private static byte[] Content(string file, string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        long length = stream.CanSeek ? stream.Length : 0;
        if (length > DefinitionLimits.FileBytes)
            throw TooLarge(file);
        using MemoryStream content = new((int)length);
        byte[] buffer = new byte[64 * 1024];
        for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            content.Write(buffer, 0, read);
            // A file of the kernel or one that grows has no length that could be trusted.
            if (content.Length > DefinitionLimits.FileBytes)
                throw TooLarge(file);
        }
        return content.ToArray();
    }

    private static UnreadableTextException TooLarge(string file) =>
        new("Definition.TooLarge", Whole(file), $"The file is larger than {DefinitionLimits.FileBytes / 1024 / 1024} MiB.");

    /// <summary>What is wrong with a whole file is told where another file names it; else content that cannot be read begins at the file's first character.</summary>
    private static Problem At(SourceLocation? named, Problem problem) => problem switch
    {
        { Location.Line: > 0 } => problem,
        _ when named is { } at => problem with { Location = at, Message = $"{problem.Location.File}: {problem.Message}" },
        { Code: "Definition.Encoding" or "Definition.TooLarge" } => problem with { Location = problem.Location with { Line = 1, Column = 1 } },
        _ => problem,
    };

    private static SourceLocation Whole(string file) => new(file, 0, 0);

    private static SourceLocation After(string file, ReadOnlySpan<char> before)
    {
        int line = before.LastIndexOf('\n');
        return new SourceLocation(file, before.Count('\n') + 1, before.Length - line);
    }
}
