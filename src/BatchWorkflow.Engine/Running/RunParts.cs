using System.Threading.Channels;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>What the run loop works with.</summary>
internal sealed class RunParts
{
    /// <summary>The time of an attempt whose operation names none.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(300);

    /// <summary>What an attempt that is taken up has at the least, to find out what became of it.</summary>
    public static readonly TimeSpan LeastTimeout = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, OperationDefinition> _operations;

    /// <summary>The parts for one run.</summary>
    /// <param name="source">Its definitions, and of former ones what these do not have.</param>
    public RunParts(PlanSource source)
    {
        Source = source;
        _operations = source.Workflow.Operations.ToDictionary(o => o.Id, StringComparer.Ordinal);
    }

    /// <summary>The run's definitions.</summary>
    public PlanSource Source { get; }

    /// <summary>Carries out attempts.</summary>
    public required IAttempts Attempts { get; init; }

    /// <summary>Holds servers for the run.</summary>
    public required IServerHolds Holds { get; init; }

    /// <summary>Takes requests from the inbox.</summary>
    public required Controls Controls { get; init; }

    /// <summary>What a provider's servers need.</summary>
    public required Func<string, ProviderDependencies?> LimitsOf { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Numbers from 0 to 1, for jitter.</summary>
    public required Func<double> Random { get; init; }

    /// <summary>Where attempts and the run itself run.</summary>
    public TaskScheduler Scheduler { get; init; } = TaskScheduler.Default;

    /// <summary>Judges the conditions of a step that could start.</summary>
    public Func<PlanStep, RunState, ConditionVerdict> Judge { get; init; } = static (_, _) => ConditionVerdict.Holds;

    /// <summary>The question of a gate that was reached, or why it cannot be asked.</summary>
    public required Func<PlanStep, RunState, (string? Message, Failure? Failure)> Ask { get; init; }

    /// <summary>How often inbox and leases are looked at while nothing else happens.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>What reaches the loop from elsewhere.</summary>
    public Channel<LoopMessage> Messages { get; init; } = Channel.CreateUnbounded<LoopMessage>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>The operation of a step; null for shared resources.</summary>
    public OperationDefinition? OperationOf(PlanStep step) => _operations.GetValueOrDefault(step.Operation);

    /// <summary>How a step's failed attempts are repeated.</summary>
    public RetryPolicy PolicyOf(PlanStep step) => OperationOf(step)?.RetryPolicy ?? Source.Workflow.RetryPolicy;
}
