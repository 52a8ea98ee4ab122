namespace BatchWorkflow.Simulation.Tests.Simulating;

/// <summary>Hands the work of a process to its simulation, each piece by itself.</summary>
internal sealed class SimulatedScheduler(Simulation simulation, SimulatedProcess process) : TaskScheduler
{
    /// <inheritdoc />
    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Does one piece.</summary>
    public void Do(Task task) => TryExecuteTask(task);

    /// <inheritdoc />
    protected override void QueueTask(Task task) => simulation.Enqueue(process, task);

    /// <inheritdoc />
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    /// <inheritdoc />
    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
