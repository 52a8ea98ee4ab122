using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Running;

/// <summary>Removes a workflow's runs when their days are over, except those that could still be resumed or undone.</summary>
internal sealed class RunRetention(EngineParts engine)
{
    /// <summary>Removes what is older than retention_days.</summary>
    /// <returns>What could not be removed, and why.</returns>
    public async Task<IReadOnlyList<string>> SweepAsync(WorkflowDefinition workflow, CancellationToken cancellationToken)
    {
        if (workflow.Logging.RetentionDays < 1)
            return [];
        DateTimeOffset oldest = engine.Time.GetUtcNow().AddDays(-workflow.Logging.RetentionDays);
        string before = oldest.UtcDateTime.ToString("yyyyMMdd-HHmmss", System.Globalization.CultureInfo.InvariantCulture);
        List<string> over = [];
        await foreach (string id in RunIds.ListAsync(engine.Store, cancellationToken))
        {
            // A run is not over before it was submitted: the names of younger ones say enough.
            if (string.CompareOrdinal(id, before) < 0 && await IsOverAsync(id, workflow.Name, oldest, cancellationToken))
                over.Add(id);
        }
        List<string> left = [];
        foreach (string id in over)
            await TryRemoveAsync(id, left, cancellationToken);
        return left;
    }

    private async Task<bool> IsOverAsync(string id, string workflow, DateTimeOffset oldest, CancellationToken cancellationToken) =>
        await new RunFolder(engine.Store, engine.StatePath, id).ReadSummaryAsync(cancellationToken) is { Run: { } run }
        && run.Workflow == workflow && (run.Status is RunStatus.Succeeded or RunStatus.RolledBack) && run.Ended < oldest;

    private async Task TryRemoveAsync(string id, List<string> left, CancellationToken cancellationToken)
    {
        try
        {
            await new RunRemovals(engine).RemoveAsync(id, force: false, cancellationToken);
        }
        catch (BatchWorkflowException e)
        {
            left.Add($"The old run {id} cannot be removed: {e.Message}");
        }
    }
}
