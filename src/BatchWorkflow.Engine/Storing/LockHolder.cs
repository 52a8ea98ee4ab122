using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace BatchWorkflow.Engine.Storing;

/// <summary>Who holds a lock file's lock.</summary>
internal static class LockHolder
{
    private const string Locks = "/proc/locks";

    /// <summary>Such as "process 123 (pwsh)"; "another process" where the kernel does not tell.</summary>
    public static string Describe(string path)
    {
        const string unknown = "another process";
        if (!File.Exists(Locks))
            return unknown;
        try
        {
            using SafeFileHandle file = UnixCalls.OpenToLook(path);
            string end = ":" + UnixCalls.StatusOf(file).Number.ToString(CultureInfo.InvariantCulture);
            // Such as "1: FLOCK  ADVISORY  WRITE 123 08:01:4567 0 EOF".
            string? pid = File.ReadLines(Locks)
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .FirstOrDefault(words => words.Length > 5 && words[1] == "FLOCK" && words[5].EndsWith(end, StringComparison.Ordinal))?[4];
            return pid is null ? unknown : $"process {pid} ({File.ReadAllText($"/proc/{pid}/comm").Trim()})";
        }
        catch (Exception gone) when (StateErrors.Covers(gone))
        {
            return unknown;
        }
    }
}
