using System.Management.Automation;
using BatchWorkflow.Engine.Views;

namespace BatchWorkflow.PowerShell.Running;

/// <summary>The progress record of a plan that takes its time, because what is there answers slowly.</summary>
/// <param name="write">Shows a record.</param>
/// <param name="time">The clock.</param>
internal sealed class PlanProgress(Action<ProgressRecord> write, TimeProvider time)
{
    private const int Activity = 2;
    private const string Title = "Planning";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Waits for a plan; after a second, and each second from then on, shows that it is waited for.</summary>
    public async Task<T> FollowAsync<T>(Task<T> planning)
    {
        long began = time.GetTimestamp();
        bool isShown = false;
        while (!planning.IsCompleted)
        {
            using CancellationTokenSource over = new();
            if (await Task.WhenAny(planning, Task.Delay(Interval, time, over.Token)) == planning)
            {
                await over.CancelAsync();
                break;
            }
            string status = $"asking providers and the checks of taskservs for {Durations.Text(time.GetElapsedTime(began))}";
            write(new ProgressRecord(Activity, Title, status));
            isShown = true;
        }
        if (isShown)
            write(new ProgressRecord(Activity, Title, "Done") { RecordType = ProgressRecordType.Completed });
        return await planning;
    }
}
