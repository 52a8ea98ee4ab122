using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>Whether operations that have ended gave the outputs that they promise.</summary>
/// <param name="state">The run.</param>
/// <param name="judged">How many operations had ended before this engine.</param>
internal sealed class Promises(RunState state, int judged)
{
    private readonly ILookup<string, PlanStep> _steps = state.Plan.Steps.Where(s => s.Kind == StepKind.Taskserv).ToLookup(s => s.Operation, StringComparer.Ordinal);
    private int _judged = judged;

    /// <summary>A warning for each server on which an operation that has ended since gave less than it promises.</summary>
    /// <param name="ended">The operations that have ended, in order.</param>
    public IEnumerable<Warned> Broken(IReadOnlyList<string> ended)
    {
        for (; _judged < ended.Count; _judged++)
            if (state.Plan.Source.Workflow.Operations.FirstOrDefault(o => o.Id == ended[_judged]) is { Outputs.Count: > 0 } operation)
                foreach (IGrouping<string?, PlanStep> server in _steps[operation.Id].GroupBy(s => s.Server, StringComparer.Ordinal))
                    if (Missing(operation, [.. server]) is { } message)
                        yield return new Warned(message);
    }

    private string? Missing(OperationDefinition operation, List<PlanStep> steps)
    {
        steps.RemoveAll(s => state[s.Id].Status != StepStatus.Succeeded || (operation.Type == OperationType.Delete && !state[s.Id].Changed));
        List<string> missing = [.. operation.Outputs.Where(o => !steps.Exists(s => state[s.Id].Outputs.ContainsKey(o)))];
        return steps.Count == 0 || missing.Count == 0 ? null
            : $"Operation {operation.Id} promises {string.Join(", ", missing)}, which no script of it on {steps[0].Server} gave: print ::output {missing[0]}=<value>, or take it out of outputs.";
    }
}
