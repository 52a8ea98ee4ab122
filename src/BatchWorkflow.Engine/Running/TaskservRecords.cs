using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.Secrets;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>What is recorded of the taskservs of a run's servers.</summary>
internal sealed class TaskservRecords(string infrastructure, ResourceRecords records)
{
    /// <summary>The taskserv as it was last installed on the step's server, or null.</summary>
    public async Task<TaskservRecord?> FindAsync(AttemptContext context, CancellationToken cancellationToken)
    {
        ResourceRecord? record = await records.ReadAsync(IdentityOf(context), cancellationToken);
        return record?.Taskservs.GetValueOrDefault(context.Step.Taskserv!);
    }

    /// <summary>
    /// Records the taskserv as installed; outputs that a script did not give again are kept, and so is who installed it when its check
    /// found it there.
    /// </summary>
    /// <returns>Its outputs.</returns>
    public async Task<KeptOutputs> KeepAsync(
        AttemptContext context, TaskservUnit unit, KeptOutputs outputs, TimeSpan? duration, CancellationToken cancellationToken)
    {
        KeptOutputs all = outputs;
        await records.ChangeAsync(IdentityOf(context), record =>
        {
            TaskservRecord? before = record?.Taskservs.GetValueOrDefault(unit.Name);
            all = before is null ? outputs : outputs.Over(new KeptOutputs(before.Outputs, before.Sealed));
            bool isInstalled = duration is not null || context.ChangedBefore;
            return With(record ?? NewRecord(context), context, unit.ToRecord(all, duration ?? before?.Duration) with
            {
                RunId = isInstalled ? context.RunId : before?.RunId,
            });
        }, cancellationToken);
        return all;
    }

    /// <summary>Records that the taskserv is not installed any more.</summary>
    public Task RemoveAsync(AttemptContext context, CancellationToken cancellationToken) =>
        records.ChangeAsync(IdentityOf(context), record => record is null ? null : record with
        {
            Taskservs = record.Taskservs.Where(t => t.Key != context.Step.Taskserv).ToDictionary(),
            RunId = context.RunId,
        }, cancellationToken);

    private static ResourceRecord With(ResourceRecord record, AttemptContext context, TaskservRecord taskserv)
    {
        Dictionary<string, TaskservRecord> taskservs = new(record.Taskservs) { [taskserv.Name] = taskserv };
        return record with { Taskservs = taskservs, RunId = context.RunId };
    }

    private ResourceRecord NewRecord(AttemptContext context) => new()
    {
        Identity = IdentityOf(context),
        Kind = Specifications.ServerKind,
        Provider = context.Step.Provider ?? "",
        RunId = context.RunId,
    };

    private string IdentityOf(AttemptContext context) => Specifications.Identity(infrastructure, context.Step.Server!);
}
