namespace BatchWorkflow.Engine.Running;

/// <summary>Starts background work on the engine's own scheduler, which a simulation drives and which is the thread pool otherwise.</summary>
internal static class ScheduledWork
{
    /// <summary>Starts work; the task ends with it.</summary>
    public static Task RunAsync(this TaskScheduler scheduler, Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler).Unwrap();

    /// <summary>Starts work; the task ends with its result.</summary>
    public static Task<T> RunAsync<T>(this TaskScheduler scheduler, Func<Task<T>> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler).Unwrap();

    /// <summary>Computes something; the task ends with its result.</summary>
    public static Task<T> ComputeAsync<T>(this TaskScheduler scheduler, Func<T> work, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.DenyChildAttach, scheduler);

    /// <summary>Cancels a source; what its cancellation runs does not run on the caller's thread.</summary>
    public static Task CancelAsync(this TaskScheduler scheduler, CancellationTokenSource source) =>
        Task.Factory.StartNew(source.Cancel, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler);
}
