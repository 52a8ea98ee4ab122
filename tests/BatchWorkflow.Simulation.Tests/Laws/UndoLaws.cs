using BatchWorkflow.Simulation.Tests.Laws.Generating;

namespace BatchWorkflow.Simulation.Tests.Laws;

/// <summary>What holds for an undo.</summary>
internal static class UndoLaws
{
    /// <summary>The world is the one that the run found, but for what was listed, what could not be undone, and what the strategy keeps.</summary>
    public static void Hold(Case made, Stage first, BatchRun undone, IReadOnlyDictionary<string, string> left, string told = "", bool isFaulty = false)
    {
        HashSet<string> steps = [.. undone.NotUndone.Select(n => n.Step)];
        BatchStep? failed = undone.StepList.FirstOrDefault(s => s.Status == StepStatus.RevertFailed && (s.Server is null || left.ContainsKey(s.Server)));
        LawBrokenException.Unless(isFaulty || failed is null, $"an undo without a fault succeeds where there is a server ({failed?.Failure?.Message} {failed?.Reason})");
        steps.UnionWith(undone.StepList.Where(s => s.Status == StepStatus.RevertFailed).Select(s => s.Id));
        steps.UnionWith(first.Plan.Steps.Select(s => s.Id).Where(id => told.Contains($"{id}:", StringComparison.Ordinal)));
        HashSet<string> excused = [.. first.Plan.Steps.Where(s => steps.Contains(s.Id) || Kept(made, first, s)).Select(Thing)];
        foreach (PlanStep kept in first.Plan.Steps.Where(s => Kept(made, first, s)))
            excused.UnionWith(Under(made, kept));
        foreach (string thing in first.Found.Keys.Union(left.Keys))
            if (first.Found.GetValueOrDefault(thing) != left.GetValueOrDefault(thing))
                LawBrokenException.Unless(excused.Contains(thing) || IsUsed(made, thing, left) || (thing.Contains('@', StringComparison.Ordinal) && excused.Contains(thing.Split('@')[1])),
                    $"the run is {undone.Status}, and {thing} is {left.GetValueOrDefault(thing) ?? "gone"} and was {first.Found.GetValueOrDefault(thing) ?? "not there"}; told as not undone: {string.Join(", ", steps)}");
    }

    public static void HoldList(Plan undo, BatchRun undone) => LawBrokenException.Unless(
        undone.NotUndone.Select(n => n.Step).Except(undone.StepList.Where(s => s.Status == StepStatus.RevertFailed).Select(s => s.Id)).ToHashSet().SetEquals(undo.NotUndone.Select(n => n.Step)),
        $"what is not undone is listed before it begins (before: {string.Join("; ", undo.NotUndone)}, after: {string.Join("; ", undone.NotUndone)})");

    public static void HoldTwice(IReadOnlyDictionary<string, string> once, IReadOnlyDictionary<string, string> twice) =>
        LawBrokenException.Unless(once.SequenceEqual(twice), $"undoing twice changes nothing (but {string.Join(", ", twice.Except(once))} for {string.Join(", ", once.Except(twice))})");

    /// <summary>What a step stands on: its server, and what its taskserv requires there.</summary>
    private static IEnumerable<string> Under(Case made, PlanStep step)
    {
        if (step.Server is { } server)
            yield return server;
        Queue<string> open = new(step.Taskserv is { } name ? made.Taskserv(name).Requires : []);
        while (open.TryDequeue(out string? required))
        {
            yield return $"{required}@{step.Server}";
            foreach (string deeper in made.Taskserv(required).Requires)
                open.Enqueue(deeper);
        }
    }

    /// <summary>True for what servers share that are still there, or that an operation made which is kept.</summary>
    private static bool IsUsed(Case made, string thing, IReadOnlyDictionary<string, string> left) => thing.EndsWith("/net", StringComparison.Ordinal)
        && (made.Rollback.PreserveSuccessful || left.Any(l => !l.Key.Contains('@', StringComparison.Ordinal) && l.Value.StartsWith($"{thing.Split('/')[0]}-", StringComparison.Ordinal)));

    private static bool Kept(Case made, Stage first, PlanStep step) => made.Rollback.PreserveSuccessful
        && first.Plan.Steps.Where(s => s.Operation == step.Operation).All(s => first.StepOf(s).Status is StepStatus.Succeeded or StepStatus.Skipped);

    private static string Thing(PlanStep step) => step.Taskserv is { } taskserv ? $"{taskserv}@{step.Server}" : step.Server ?? $"{step.Provider}/{step.Item}";
}
