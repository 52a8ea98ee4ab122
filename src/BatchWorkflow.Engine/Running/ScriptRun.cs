using BatchWorkflow.Engine.Monitoring;
using BatchWorkflow.Engine.Observing;
using BatchWorkflow.Engine.Secrets;

namespace BatchWorkflow.Engine.Running;

/// <summary>How one script ended, and what it said.</summary>
/// <param name="Exit">Its exit.</param>
/// <param name="Report">What its lines reported.</param>
/// <param name="Script">Its file name, or null for a command.</param>
/// <param name="Outputs">Its outputs; secret ones sealed.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record ScriptRun(
    ScriptExit Exit, ScriptReport Report, string? Script, KeptOutputs Outputs, TimeSpan Duration)
{
    private const int MostNamed = 3;

    /// <summary>What it left behind, for people; null when that is nothing.</summary>
    public string? LeftBehind => Exit.Left.Count == 0 || Exit.Code is null ? null
        : $"{Script ?? "the command"} left {Named(Exit.Left)} running, and the end of the script ended {(Exit.Left.Count == 1 ? "it" : "them")}. "
            + "What is to stay is started by bw-daemon start <name> -- <command>";

    /// <summary>True when it exited 0.</summary>
    public bool Succeeded => Exit.Code == 0;

    /// <summary>The failure that its exit is; for runs that did not succeed.</summary>
    public Failure ToFailure() => FailureOf(isCheck: false);

    /// <summary>Why it says nothing as a check, which the shell could not run or a signal ended, whatever its lines say; null when it answered.</summary>
    public string? NoAnswer => Exit.Code switch
    {
        126 or 127 => $"{Script} ended with exit code {Exit.Code}, which tells of a command that cannot be run",
        > 128 and <= 192 => $"{Script} was ended by signal {Exit.Code - 128}",
        _ => null,
    };

    /// <summary>What it says as a check; an exit code of 0 counts whatever its lines say.</summary>
    public CheckAnswer ToAnswer() => new(Succeeded, Report.Drift, SaysAbsent: !Succeeded && Report.Absent, NoAnswer: NoAnswer);

    /// <summary>A check's answer that something is not as wanted.</summary>
    public Failure ToDrift() => FailureOf(isCheck: true);

    /// <summary>The failure of a health check's last try.</summary>
    public Failure ToUnhealthy(string taskserv, string server, HealthCheck health)
    {
        string how = Exit.Code is { } code ? $"exited {code}" : $"gave no answer within {health.Timeout.TotalSeconds:0.#} s";
        return ToFailure() with
        {
            Kind = FailureKind.Transient,
            Script = "health check",
            Message = $"{taskserv} on {server} is not healthy: its health check ({health.Command}) {how} at the last of {health.Retries} tries.",
        };
    }

    private static string Named(IReadOnlyList<LeftProcess> left) =>
        string.Join(", ", left.Take(MostNamed).Select(p => $"process {p.Pid} ({p.Command})")) + (left.Count > MostNamed ? $" and {left.Count - MostNamed} more" : "");

    private Failure FailureOf(bool isCheck) => Report.FailureOf(Exit, Script ?? "the command", isCheck)
        ?? throw new InvalidOperationException("A script that exited 0 has no failure.");
}
