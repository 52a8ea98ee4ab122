using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Simulation.Tests.Laws;
using BatchWorkflow.Simulation.Tests.Laws.World;
using BatchWorkflow.Simulation.Tests.Simulating;

namespace BatchWorkflow.Simulation.Tests.Trouble;

/// <summary>The laws of random workflows that hold at the end of a story too: what a run says of the world is so, and an undo undoes.</summary>
internal sealed class WorldLaws(Story story, SimulatedHost healed, BatchRun end, Plan plan, IReadOnlyList<JournalEntry> journal)
{
    private bool IsSkipped => journal.Any(e => e.Event is ControlTaken { Refusal: null, Request.Kind: ControlKind.Skip });

    private IEnumerable<TraceEntry> Scripts => story.Scene.World.Trace.Entries.Where(e => e.Run == end.Id);

    /// <summary>What holds for the steps whatever other runs do.</summary>
    public void CheckSteps()
    {
        foreach (BatchStep step in end.StepList)
        {
            Demand(end.Status != RunStatus.Succeeded || step.Status is StepStatus.Succeeded or StepStatus.Skipped or StepStatus.Omitted, $"the run succeeded, and {step.Id} is {step.Status}");
            TraceEntry? last = Scripts.LastOrDefault(s => s.Step == step.Id && s.Acts);
            bool isAsked = last is not null && (last.IsOrphan || last.Exit is null) && Scripts.Any(s => s.Step == step.Id && s is { Action: "check", Exit: not null } && (s.Exit == 0 || last.Action == "delete") && s.Began > last.Began);
            Demand(step is not { Status: StepStatus.Succeeded, Taskserv: not null, Changed: true } || last is null || last.Exit == 0 || isAsked,
                $"{step.Id} is Succeeded, and its last script {last?.Call} ended with {last?.Exit}");
        }
        foreach (IGrouping<string, TraceEntry> attempt in Scripts.Where(s => s.Acts).GroupBy(s => $"{s.Call} of attempt {s.Attempt} of {s.Step}"))
            Demand(attempt.Count() == 1, $"{attempt.Key} was started {attempt.Count()} times");
    }

    /// <summary>What holds when no other run changed anything.</summary>
    public async Task CheckAsync()
    {
        try
        {
            CheckMeant();
            CheckLimits();
            if (end.Status is RunStatus.RolledBack or RunStatus.RollbackFailed)
                await HoldUndoneAsync(end);
            else if (end.Status == RunStatus.Succeeded)
                await CheckSuccessAsync();
        }
        catch (LawBrokenException e)
        {
            story.Broken.Add($"{e.Message} (the run is {end.Status})");
        }
    }

    /// <summary>Until anything is undone, each change is one that an operation asks for.</summary>
    private void CheckMeant()
    {
        if (!journal.Any(e => e.Event is RollbackPlanned))
            FirstRunLaws.HoldMeant(story.Scene.Made, StageOf(end));
    }

    /// <summary>The limits, as far as the engine could know what ran: what a process began that died or slept, or whose connection broke, may still run.</summary>
    private void CheckLimits()
    {
        HashSet<string> doubtful = [.. story.Simulation.Processes.Where(p => p.IsDead || p.WasPaused).Select(p => p.Name)];
        List<TraceEntry> entries = [.. story.Scene.World.Trace.Entries
            .Where(e => (e.IsScript ? e.Run == end.Id && e.Exit is not null : e.Ended > 0) && !doubtful.Contains(e.Starter!.Split('/')[^1]))];
        LimitLaws.HoldAtOnce(story.Scene.Made, entries, journal.Any(e => e.Event is RollbackPlanned));
    }

    private async Task CheckSuccessAsync()
    {
        if (!IsSkipped && !OrderOfDesire.IsContradictory(plan))
        {
            CheckWanted();
            PlanResult again = await healed.PlanAsync(plan.Source, story.Scene.Options, refresh: true);
            if (again.Plan is not null)
                AgainLaws.HoldPlan(story.Scene.Made, again.Plan);
            else
                Demand(!story.Scene.Made.Refresh || !again.Problems.Any(p => p.Code is not ("Plan.Conflict" or "Plan.RequirementMissing")), $"what succeeded cannot be planned again: {string.Join("; ", again.Problems)}");
        }
        if (story.Troubles.Happens(0.5, "undo of what succeeded"))
        {
            BatchRun undone;
            try
            {
                undone = await RollBackAsync();
                while (undone.Status is RunStatus.Suspended or RunStatus.Stopped) // Somebody had asked for it before, and died.
                    undone = await healed.ResumeAsync(end.Id);
            }
            catch (BatchWorkflowException e) when (e.ErrorId == "Run.NothingToUndo")
            {
                UndoLaws.Hold(story.Scene.Made, StageOf(end), end, story.Scene.World.Snapshot(), e.Message);
                return;
            }
            await HoldUndoneAsync(undone);
        }
    }

    private void CheckWanted()
    {
        foreach (PlanStep step in plan.Steps.Where(s => s.Kind is StepKind.Server or StepKind.Taskserv && end.StepList.First(e => e.Id == s.Id).Status == StepStatus.Succeeded))
        {
            OperationType? type = plan.Source.Workflow.Operations.FirstOrDefault(o => o.Id == step.Operation)?.Type;
            string thing = step.Taskserv is { } taskserv ? $"{taskserv}@{step.Server}" : step.Server!;
            bool isForgotten = type == OperationType.Delete && story.Scene.World.Machines.GetValueOrDefault(step.Server!) is { IsKnown: false };
            if (type is OperationType.Create or OperationType.Delete && !isForgotten) // A machine that is only forgotten keeps what is on it.
                Demand(story.Scene.World.Snapshot().ContainsKey(thing) == (type == OperationType.Create), $"the run succeeded, and the world is not as {step.Id} wants it: {story.Scene.World.Describe()}");
        }
    }

    private async Task HoldUndoneAsync(BatchRun undone)
    {
        UndoLaws.Hold(story.Scene.Made, StageOf(undone), undone, story.Scene.World.Snapshot(), isFaulty: true);
        if (undone.StepList.Any(s => s.Status == StepStatus.RevertFailed))
            return; // The next one goes on with it.
        SortedDictionary<string, string> once = story.Scene.World.Snapshot();
        try
        {
            await RollBackAsync();
        }
        catch (BatchWorkflowException e) when (e.ErrorId == "Run.NothingToUndo")
        {
            return;
        }
        UndoLaws.HoldTwice(once, story.Scene.World.Snapshot());
    }

    /// <summary>Rolls back, once the lease is over of an engine that died on another host.</summary>
    private async Task<BatchRun> RollBackAsync()
    {
        for (int tries = 0; ; tries++)
        {
            try
            {
                return await healed.RollBackAsync(end.Id);
            }
            catch (BatchWorkflowException e) when (e.ErrorId == LeaseHeldException.ErrorId && tries < 3)
            {
                await story.Simulation.DelayAsync(TimeSpan.FromMinutes(1));
            }
        }
    }

    private Stage StageOf(BatchRun run) => new(plan, run, story.Found, story.Scene.World.Snapshot(), story.Scene.World.Trace);

    private void Demand(bool holds, string otherwise)
    {
        if (!holds)
            story.Broken.Add(otherwise);
    }
}
