using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>Makes this process work on a run by today's definitions.</summary>
/// <param name="engine">The engine.</param>
/// <param name="takeovers">Plans how the run goes on.</param>
/// <param name="demandSecretsAsync">Refuses to begin without a secret that steps of a plan need.</param>
internal sealed class TakeoverStarts(
    EngineParts engine, Takeovers takeovers, Func<Plan, IReadOnlyList<PlanStep>, RunOptions, CancellationToken, Task> demandSecretsAsync)
{
    private const string Settling = "what is under way is waited for before today's files are taken";

    /// <summary>
    /// Takes the definitions and goes on. What an earlier engine left in flight is waited for first, as the former definitions have it. Up to the one
    /// event that says all, the run is as it was.
    /// </summary>
    /// <param name="id">The run.</param>
    /// <param name="current">What was read and shown.</param>
    /// <param name="restart">What a restart is asked for; null for a resumption.</param>
    /// <param name="options">How this process works on it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<ActiveRun> StartAsync(string id, CurrentFiles current, RestartOptions? restart, RunOptions options, CancellationToken cancellationToken)
    {
        RunState found = await takeovers.ReadAsync(id, cancellationToken);
        await PlanAsync(found, current, restart, options, cancellationToken);
        return found.Plan.Steps.Any(s => found[s.Id].InFlight)
            ? new SettlingRun(await SettleAsync(id, options, cancellationToken), GoesOn, () => TakeAsync(id, current, restart, options, CancellationToken.None), engine.Scheduler)
            : await TakeAsync(id, current, restart, options, cancellationToken);
    }

    private async Task<ActiveRun> TakeAsync(string id, CurrentFiles current, RestartOptions? restart, RunOptions options, CancellationToken cancellationToken)
    {
        string cause = restart is null ? "resume" : "restart";
        HeldRun held = await HeldRun.TakeAsync(engine, id, cause, cancellationToken);
        List<PlanStep> needs;
        try
        {
            Takeover takeover = await PlanAsync(held.State, current, restart, options, cancellationToken);
            needs = Needs(held.State, takeover);
            if (options.NoWait)
                await ServerHolds.RefuseHeldAsync(engine, takeover.Plan.Infrastructure, id, needs, cancellationToken);
            await held.TakeOverAsync(engine, takeover, cause, cancellationToken);
        }
        catch (LeaseLostException e)
        {
            BatchWorkflowException why = await held.ExplainAsync(e);
            await held.AbandonAsync();
            throw why;
        }
        catch
        {
            await held.AbandonAsync();
            throw;
        }
        return await new RunOpening(engine, options).StartAsync(held, [new StatusChanged(RunStatus.Running, restart is null ? "resumed by today's files" : "restarted by today's files")],
            needs, (course, letGo) => course.RunAsync(letGo));
    }

    private async Task<Takeover> PlanAsync(RunState state, CurrentFiles current, RestartOptions? restart, RunOptions options, CancellationToken cancellationToken)
    {
        Takeover takeover = await takeovers.PlanAsync(state, current.Source, restart, cancellationToken);
        await demandSecretsAsync(takeover.Plan, Needs(state, takeover), options, cancellationToken);
        return takeover;
    }

    /// <summary>The steps of the plan that will be worked on.</summary>
    private static List<PlanStep> Needs(RunState state, Takeover takeover)
    {
        HashSet<string> anew = [.. takeover.Anew], left = [.. takeover.Gone, .. takeover.Left];
        HashSet<string> open = [.. state.Plan.Steps.Where(s => !state[s.Id].HasEnded).Select(s => s.Id)];
        return [.. takeover.Plan.Steps.Where(s => !left.Contains(s.Id) && (anew.Contains(s.Id) || open.Contains(s.Id)))];
    }

    /// <summary>Waits for what is in flight and starts nothing.</summary>
    private async Task<RunSession> SettleAsync(string id, RunOptions options, CancellationToken cancellationToken)
    {
        HeldRun held = await HeldRun.TakeAsync(engine, id, "resume", cancellationToken);
        List<PlanStep> inFlight = [.. held.State.Plan.Steps.Where(s => held.State[s.Id].InFlight)];
        return await new RunOpening(engine, options).StartAsync(held, [new StatusChanged(RunStatus.Stopping, Settling)], inFlight, (course, letGo) => course.RunAsync(letGo));
    }

    /// <summary>False when somebody stopped or suspended the run while what was in flight was waited for.</summary>
    private static bool GoesOn(BatchRun settled) => settled.Status switch
    {
        RunStatus.Stopped => settled.Reason == Settling,
        RunStatus.Suspended or RunStatus.Interrupted => false,
        _ => true,
    };
}
