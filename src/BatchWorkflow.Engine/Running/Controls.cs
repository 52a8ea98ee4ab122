using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>Takes requests from a run's inbox into its journal: each with what follows from it, in one event.</summary>
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
            ControlVerdict verdict = ControlVerdict.Of(recorder.State, request, time.GetUtcNow());
            await recorder.RecordAsync(new ControlTaken
            {
                Position = i + 1 < requests.Count ? requests[i + 1].Position : next,
                Request = request,
                Status = verdict.Status,
                Ends = verdict.Ends,
                Refusal = verdict.Refusal,
            }, CancellationToken.None);
        }
        if (requests.Count > 0)
            await recorder.FlushAsync(CancellationToken.None);
    }
}
