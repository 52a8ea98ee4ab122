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

/// <summary>Those who ask things of the run at any time, from any machine, and who answer gates.</summary>
internal sealed class People(Story story, Machines machines)
{
    private static readonly IReadOnlyDictionary<string, string> NoAnswers = new Dictionary<string, string>();
    private readonly Simulating.Simulation _simulation = story.Simulation;
    private int _asked;

    /// <summary>True when somebody asked for a rollback or denied a gate, so that the run need not succeed.</summary>
    public bool WantedAnEnd { get; private set; }

    /// <summary>True when nothing more is asked.</summary>
    public bool AreDone { get; private set; } = true;

    /// <summary>Asks a few things.</summary>
    public async Task AskAsync()
    {
        AreDone = false;
        for (int left = story.Troubles.Happens(0.5) ? _simulation.Chance.Next(1, 4) : 0; left > 0; left--)
        {
            await _simulation.DelayAsync(story.Troubles.While(10));
            if (story.Id is not null && story.Troubles.IsOn)
                await AskOneAsync((ControlAsked)_simulation.Chance.Next(6));
        }
        AreDone = true;
    }

    /// <summary>Looks at gates from time to time and lets the run pass.</summary>
    public async Task AnswerAsync()
    {
        while (story.Site.HasGate && !story.IsOver)
        {
            await _simulation.DelayAsync(story.Troubles.While(5));
            if (story.Id is { } id && await story.TryAsync(machines.Any(), "look", h => h.AskAsync(e => e.GetAsync(id, default))) is { GatesOpen: > 0, Running: true })
                await AskOneAsync(ControlAsked.Approve);
        }
    }

    private async Task AskOneAsync(ControlAsked what)
    {
        string id = story.Id!, reason = $"{what}-{++_asked}";
        SimulatedHost host = machines.Any();
        string target = story.Site.Source.Workflow.Operations[_simulation.Chance.Next(story.Site.Source.Workflow.Operations.Count)].Id;
        WantedAnEnd |= what is ControlAsked.Deny or ControlAsked.Rollback;
        _simulation.Trace.Note($"{_simulation.Now} {host.Process.Name} is asked: {reason} {target}");
        BatchRun? answer = await story.TryAsync(host, reason, h => what switch
        {
            ControlAsked.Suspend => h.AskAsync(e => e.ControlAsync(id, ControlKind.Suspend, reason, default)),
            ControlAsked.Stop => h.AskAsync(e => e.ControlAsync(id, ControlKind.Stop, reason, default)),
            ControlAsked.Skip => h.AskAsync(e => e.SkipAsync(id, target, reason, default)),
            ControlAsked.Approve => h.AskAsync(e => e.ApproveAsync(id, null, NoAnswers, reason, default)),
            ControlAsked.Deny => h.AskAsync(e => e.DenyAsync(id, null, reason, default)),
            _ => h.RollBackAsync(id),
        });
        if (answer is not null && what != ControlAsked.Rollback)
            story.Acknowledged.Add((what, reason));
    }
}
