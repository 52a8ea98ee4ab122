using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Simulation.Tests.Simulating;

namespace BatchWorkflow.Simulation.Tests.Trouble;

/// <summary>What a person asked.</summary>
internal enum ControlAsked
{
    Suspend,
    Stop,
    Skip,
    Approve,
    Deny,
    Rollback,
}

/// <summary>Those who ask things of the runs at any time, from any machine, and who answer gates.</summary>
internal sealed class People(Story story, Machines machines, IReadOnlyList<Errand> errands)
{
    private static readonly IReadOnlyDictionary<string, string> NoAnswers = new Dictionary<string, string>();
    private readonly Simulating.Simulation _simulation = story.Simulation;
    private int _asked;

    /// <summary>True when nothing more is asked.</summary>
    public bool AreDone { get; private set; } = true;

    /// <summary>Asks a few things.</summary>
    public async Task AskAsync()
    {
        AreDone = false;
        for (int left = story.Troubles.Happens(0.5) ? _simulation.Chance.Next(1, 4) : 0; left > 0; left--)
        {
            await _simulation.DelayAsync(story.Troubles.While(10));
            Errand errand = errands[_simulation.Chance.Next(errands.Count)];
            if (errand.Id is not null && story.Troubles.IsOn)
                await AskOneAsync(errand, (ControlAsked)_simulation.Chance.Next(6));
        }
        AreDone = true;
    }

    /// <summary>Looks at gates from time to time and lets the runs pass.</summary>
    public async Task AnswerAsync()
    {
        while (story.Scene.HasGate && !story.IsOver)
        {
            await _simulation.DelayAsync(story.Troubles.While(5));
            foreach (Errand errand in errands)
                if (errand.Id is { } id && await story.TryAsync(machines.Any(), "look", h => h.AskAsync(e => e.GetAsync(id, default))) is { GatesOpen: > 0, Running: true })
                    await AskOneAsync(errand, ControlAsked.Approve);
        }
    }

    private async Task AskOneAsync(Errand errand, ControlAsked what)
    {
        string id = errand.Id!, reason = $"{what}-{++_asked}";
        SimulatedHost host = machines.Any();
        IReadOnlyList<OperationDefinition> operations = story.Scene.Source.Workflow.Operations;
        string target = operations[_simulation.Chance.Next(operations.Count)].Id;
        _simulation.Trace.Note($"{_simulation.Now} {host.Process.Name} is asked: {reason} {target}");
        story.Troubles.Count($"asked to {what.ToString().ToLowerInvariant()}");
        BatchRun? answer = await story.TryAsync(host, reason, h => what switch
        {
            ControlAsked.Suspend => h.AskAsync(e => e.ControlAsync(id, ControlKind.Suspend, reason, default)),
            ControlAsked.Stop => h.AskAsync(e => e.ControlAsync(id, ControlKind.Stop, reason, default)),
            ControlAsked.Skip => h.AskAsync(e => e.SkipAsync(id, target, reason, default)),
            ControlAsked.Approve => h.AskAsync(e => e.ApproveAsync(id, null, NoAnswers, reason, default)),
            ControlAsked.Deny => h.AskAsync(e => e.DenyAsync(id, null, reason, default)),
            _ => h.RollBackAsync(id),
        });
        if (answer is null)
            return;
        story.Troubles.Count($"{what.ToString().ToLowerInvariant()} acknowledged");
        if (what != ControlAsked.Rollback)
            errand.Acknowledge(what, reason);
    }
}
