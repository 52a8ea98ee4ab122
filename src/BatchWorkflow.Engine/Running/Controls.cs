using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>Takes requests from a run's inbox into its journal, and carries out what they mean for the run's status.</summary>
internal sealed class Controls(Inbox inbox, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);
    private DateTimeOffset _next;

    /// <summary>Takes what has arrived since the last look; looks at most every 150 ms.</summary>
    public async Task TakeAsync(RunRecorder recorder)
    {
        if (time.GetUtcNow() < _next)
            return;
        _next = time.GetUtcNow() + Interval;
        await TakeNowAsync(recorder);
    }

    /// <summary>Takes what has arrived.</summary>
    public async Task TakeNowAsync(RunRecorder recorder)
    {
        (IReadOnlyList<(long Position, ControlRequest Request)> requests, long next) =
            await inbox.ReadAsync(recorder.State.Facts.InboxPosition, CancellationToken.None);
        for (int i = 0; i < requests.Count; i++)
        {
            ControlRequest request = requests[i].Request;
            long behind = i + 1 < requests.Count ? requests[i + 1].Position : next;
            RunStatus? status = Consequence(recorder.State.Facts, request);
            await recorder.RecordAsync(new ControlTaken { Position = behind, Request = request, Status = status }, CancellationToken.None);
        }
        if (requests.Count > 0)
            await recorder.FlushAsync(CancellationToken.None);
    }

    /// <summary>The status that a request leads to, or null when it changes nothing.</summary>
    public static RunStatus? Consequence(RunFacts facts, ControlRequest request)
    {
        bool works = facts.Status is RunStatus.Pending or RunStatus.Running or RunStatus.RollingBack;
        return request.Kind switch
        {
            ControlKind.Suspend when works => RunStatus.Suspending,
            ControlKind.Resume when facts.Status is RunStatus.Suspending => facts.Undo is null ? RunStatus.Running : RunStatus.RollingBack,
            ControlKind.Stop when works || facts.Status is RunStatus.Suspending => RunStatus.Stopping,
            ControlKind.Stop when facts.Status is RunStatus.Suspended => RunStatus.Stopped,
            _ => null,
        };
    }
}
