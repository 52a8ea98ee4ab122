namespace BatchWorkflow.Engine.Definitions.Checking;

/// <summary>The fields of one operation that can have no effect there.</summary>
/// <param name="draft">What was read.</param>
/// <param name="path">The operation's path.</param>
/// <param name="operation">The operation.</param>
/// <param name="warn">Warns when something is so: of which field, and why.</param>
internal sealed class OperationEffects(Draft draft, string path, OperationDefinition operation, Action<bool, string, string> warn)
{
    /// <summary>Checks them.</summary>
    /// <param name="checkRetry">Checks a retry_policy.</param>
    public void Check(Action<string, RetryPolicy> checkRetry)
    {
        if (operation.RetryPolicy is { } retry)
            checkRetry($"{path}.retry_policy", retry);
        bool isParallel = draft.Workflow.Type == WorkflowType.Parallel;
        Warn(!operation.Parallel && isParallel, "parallel", "the workflow's type is parallel");
        Warn(!operation.Parallel && !isParallel && operation.BatchSize is not null, "batch_size", "parallel is false, so its steps run one at a time");
        Warn(operation is { Irreversible: true, Type: OperationType.Check }, "irreversible", "a check changes nothing");
        Warn(operation is { Outputs.Count: > 0, Target: OperationTarget.Server }, "outputs", "only scripts of taskservs give outputs");
        Warn(!operation.Repeatable && WhyRepeated() is not null, "repeatable", WhyRepeated() ?? "");
        foreach ((string name, AnswerDefinition answer) in operation.Gate?.Answers ?? new Dictionary<string, AnswerDefinition>())
            Warn(answer is { Required: false, Default: not null }, $"answers.{name}.required", "the answer has a default");
    }

    /// <summary>Why an attempt whose end is unknown can always be repeated; null when it cannot.</summary>
    private string? WhyRepeated() => operation switch
    {
        { Type: OperationType.Check } => "a check changes nothing, so it may always run again",
        { Target: OperationTarget.Server } => "the provider is asked what became of a change before it is repeated",
        _ when Taskservs().ToList() is { Count: > 0 } all && all.TrueForAll(t => t?.Scripts.ContainsKey("check") == true) =>
            "its taskservs have a check, which is asked before anything is repeated",
        _ => null,
    };

    private IEnumerable<TaskservDefinition?> Taskservs() => (operation.Target == OperationTarget.Cluster
            ? draft.Infrastructure?.Clusters.Where(c => operation.Items.Contains(c.Name)).SelectMany(c => c.Taskservs) ?? []
            : operation.Items)
        .Select(name => draft.Taskservs.GetValueOrDefault(name));

    private void Warn(bool isSo, string field, string why) => warn(isSo, $"{path}.{field}", why);
}
