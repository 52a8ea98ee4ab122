using BatchWorkflow.Simulation.Tests.Laws.World;

namespace BatchWorkflow.Simulation.Tests.Laws;

/// <summary>A run with the world before and after it.</summary>
/// <param name="Plan">What was submitted.</param>
/// <param name="Run">How it ended.</param>
/// <param name="Found">The world before.</param>
/// <param name="Left">The world after.</param>
/// <param name="Trace">What happened.</param>
internal sealed record Stage(
    Plan Plan, BatchRun Run, IReadOnlyDictionary<string, string> Found, IReadOnlyDictionary<string, string> Left, Trace Trace)
{
    public BatchStep StepOf(PlanStep step) => Run.StepList.First(s => s.Id == step.Id);

    /// <summary>The scripts that a step started on the way forward or back.</summary>
    public IEnumerable<TraceEntry> ScriptsOf(string step) => Trace.Entries.Where(e => e.IsScript && e.Step == step);
}
