using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>Requests that concern a run as a whole: suspend, resume, stop.</summary>
internal static class StatusRequests
{
    /// <summary>The verdict over one.</summary>
    public static ControlVerdict Judge(RunFacts facts, ControlKind kind)
    {
        bool isOver = facts.Status is RunStatus.Succeeded or RunStatus.Failed or RunStatus.RolledBack or RunStatus.RollbackFailed or RunStatus.Stopped;
        bool isAlready = kind == ControlKind.Suspend && facts.Status == RunStatus.Suspended;
        return isOver || isAlready
            ? ControlVerdict.Refuses("Run.NotRunning", $"Run {facts.RunId} is {facts.Status}: there is nothing to {Word(kind)}.")
            : ControlVerdict.Enters(Consequence(facts, kind));
    }

    private static RunStatus? Consequence(RunFacts facts, ControlKind kind)
    {
        bool works = facts.Status is RunStatus.Pending or RunStatus.Running or RunStatus.RollingBack;
        return kind switch
        {
            ControlKind.Suspend when works => RunStatus.Suspending,
            ControlKind.Resume when facts.Status is RunStatus.Suspending => facts.Undo is null ? RunStatus.Running : RunStatus.RollingBack,
            ControlKind.Stop when works || facts.Status is RunStatus.Suspending => RunStatus.Stopping,
            ControlKind.Stop when facts.Status is RunStatus.Suspended => RunStatus.Stopped,
            _ => null,
        };
    }

    private static string Word(ControlKind kind) => kind switch
    {
        ControlKind.Suspend => "suspend",
        ControlKind.Stop => "stop",
        _ => "resume",
    };
}
