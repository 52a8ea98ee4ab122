using System.Runtime.Versioning;
using System.Text;

namespace BatchWorkflow.Providers.Local.Processes;

/// <summary>The environment variables by which processes are known to belong together wherever they have gone.</summary>
/// <param name="Attempt">The token of the script that the process belongs to, or null.</param>
/// <param name="Daemon">The server's id and the daemon's name that it belongs to, or null.</param>
/// <param name="IsUnclear">True when it shows no environment: it may just be starting.</param>
[UnsupportedOSPlatform("windows")]
internal readonly record struct ProcessMarks(string? Attempt, string? Daemon, bool IsUnclear)
{
    /// <summary>The variable of <see cref="Attempt"/>.</summary>
    public const string AttemptVariable = "BW_ATTEMPT";

    /// <summary>The variable of <see cref="Daemon"/>.</summary>
    public const string DaemonVariable = "BW_DAEMON";

    [ThreadStatic]
    private static byte[]? buffer;

    /// <summary>Reads those of a process; none when its environment may not be read.</summary>
    public static ProcessMarks Of(int pid)
    {
        buffer ??= new byte[16 * 1024];
        int length = ProcessTable.Current.ReadEnvironment(pid, ref buffer);
        ReadOnlySpan<byte> environment = buffer.AsSpan(0, Math.Max(0, length));
        return new ProcessMarks(
            ValueOf("BW_ATTEMPT="u8, environment),
            ValueOf("BW_DAEMON="u8, environment),
            IsUnclear: length == 0);
    }

    private static string? ValueOf(ReadOnlySpan<byte> variable, ReadOnlySpan<byte> environment)
    {
        for (int at = 0; environment[at..].IndexOf(variable) is >= 0 and int found; at += found + 1)
        {
            if (at + found > 0 && environment[at + found - 1] != 0)
                continue;
            ReadOnlySpan<byte> value = environment[(at + found + variable.Length)..];
            return Encoding.UTF8.GetString(value.IndexOf((byte)0) is >= 0 and int end ? value[..end] : value);
        }
        return null;
    }
}
