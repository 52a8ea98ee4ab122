using System.Text;

namespace BatchWorkflow.Providers.Local.Scripts;

/// <summary>Which program runs a script.</summary>
internal static class ScriptCommand
{
    private const int LongestFirstLine = 256;

    /// <summary>The program and its arguments.</summary>
    public static IReadOnlyList<string> Of(ScriptRequest request)
    {
        if (request.File is not { } file)
            return ["/bin/sh", "-c", request.Command ?? throw Wrong("A script is neither a file nor a command.")];
        file = Path.GetFullPath(file);
        if (!File.Exists(file))
            throw Wrong($"The script {file} is not there.");
        if (Path.GetExtension(file) == ".ps1")
            return [Pwsh() ?? throw Wrong($"{Path.GetFileName(file)} needs pwsh, which is not on PATH."),
                "-NoLogo", "-NoProfile", "-NonInteractive", "-File", file];
        // The first line is honoured without the executable bit too: copies of a taskserv's files do not keep it.
        return [.. Interpreter(file), file];
    }

    /// <summary>The endings of the scripts that can be run here.</summary>
    public static IReadOnlyList<string> Extensions => Pwsh() is null ? [".sh"] : [".sh", ".ps1"];

    /// <summary>pwsh on the engine's PATH, or null.</summary>
    public static string? Pwsh() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(Path.IsPathRooted).Select(folder => Path.Combine(folder, "pwsh")).FirstOrDefault(File.Exists);

    /// <summary>The program that a script's first line names, else the shell.</summary>
    public static string[] Interpreter(string file)
    {
        Span<byte> bytes = stackalloc byte[LongestFirstLine];
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        int length = stream.ReadAtLeast(bytes, LongestFirstLine, throwOnEndOfStream: false);
        ReadOnlySpan<byte> first = bytes[..length];
        if (!first.StartsWith("#!"u8) || first.IndexOf((byte)'\n') is not (> 2 and int end))
            return ["/bin/sh"];
        // As the kernel does it: a program and at most one argument.
        string[] words = Encoding.UTF8.GetString(first[2..end]).Trim().Split([' ', '\t'], 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? ["/bin/sh"] : words;
    }

    private static FailureException Wrong(string message) => new(new Failure { Kind = FailureKind.Validation, Message = message });
}
