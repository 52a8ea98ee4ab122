using BatchWorkflow.Simulation.Tests.Laws.Generating;
using BatchWorkflow.Simulation.Tests.Laws.World;

namespace BatchWorkflow.Simulation.Tests.Trouble;

/// <summary>A workflow with the world that it finds: an input of the laws, or a small one, with gates and time-outs.</summary>
internal sealed class Scene
{
    private const string Gate = "gate";

    /// <summary>Draws one.</summary>
    public Scene(Simulating.Simulation simulation)
    {
        Choices choose = new(simulation.Chance);
        IsSmall = choose.Sometimes(35);
        Made = IsSmall ? SmallCases.Draw(choose) : Cases.Plain(simulation.Chance.Next());
        World = CaseWorld.Of(Made, _ => TimeSpan.FromSeconds(2 * simulation.Chance.NextDouble()));
        World.Faults.IsArmed = true;
        HasGate = choose.Sometimes(25);
        PlanSource source = CaseSource.Of(Made);
        Source = source with { Workflow = source.Workflow with { Operations = [.. Operations(choose, source.Workflow.Operations)] } };
    }

    /// <summary>The input.</summary>
    public Case Made { get; }

    /// <summary>True for one that succeeds once nothing fails any more.</summary>
    public bool IsSmall { get; }

    /// <summary>The definitions.</summary>
    public PlanSource Source { get; }

    /// <summary>Where it happens.</summary>
    public ModelWorld World { get; }

    /// <summary>True when a person has to answer.</summary>
    public bool HasGate { get; }

    /// <summary>True when a script fails however often it is tried.</summary>
    public bool FailsForGood => Made.Faults.Any(f => f.Nth == Fault.Always);

    /// <summary>How it is planned.</summary>
    public PlanOptions Options => new() { AllowReplace = Made.AllowReplace };

    /// <summary>From here on only those faults happen that always do.</summary>
    public void Heal() => World.Faults.Drop(f => f.Nth != Fault.Always);

    private IEnumerable<OperationDefinition> Operations(Choices choose, IReadOnlyList<OperationDefinition> all)
    {
        int gated = HasGate ? choose.Between(0, all.Count - 1) : -1;
        for (int i = 0; i < all.Count; i++)
        {
            if (i == gated)
                yield return new OperationDefinition { Id = Gate, Type = OperationType.Gate, Gate = new GateDefinition { Message = "go on?" }, DependsOn = all[i].DependsOn, OnFailure = all[i].OnFailure };
            yield return all[i] with
            {
                DependsOn = i == gated ? [Gate] : all[i].DependsOn,
                Timeout = choose.Sometimes(25) ? TimeSpan.FromSeconds(4) : all[i].Timeout,
            };
        }
    }
}
