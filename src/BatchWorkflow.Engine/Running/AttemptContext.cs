using BatchWorkflow.Engine.Secrets;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>What an attempt knows of its step.</summary>
internal sealed record AttemptContext
{
    public required string RunId { get; init; }
    public required PlanStep Step { get; init; }

    /// <summary>The operation's definition; null for shared resources.</summary>
    public OperationDefinition? Operation { get; init; }

    /// <summary>The attempt's number, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The intent's token: the same for all attempts of one go.</summary>
    public required string Token { get; init; }

    /// <summary>The go that it belongs to; those before it had tokens of their own.</summary>
    public int Epoch { get; init; }

    /// <summary>Which of the run's plans, from 0, it goes by; null for the last.</summary>
    public int? Plan { get; init; }

    /// <summary>True when the thing is there as former definitions had it, and this brings it in line with the last.</summary>
    public bool IsDoneAgain { get; init; }

    /// <summary>True when it undoes.</summary>
    public bool Undo { get; init; }

    /// <summary>True when it takes up an attempt that an earlier engine began.</summary>
    public bool Resumed { get; init; }

    /// <summary>True when an earlier attempt of this go changed something, or may have.</summary>
    public bool ChangedBefore { get; init; }

    /// <summary>True when the last script that ran to change the thing failed or was cut off: then no check decides.</summary>
    public bool ScriptFailed { get; init; }

    /// <summary>A script of an earlier attempt whose outcome has not been taken; null when there is none.</summary>
    public UnknownScript? Unknown { get; init; }

    /// <summary>True when that script is all that may have changed anything.</summary>
    public bool OnlyAsked { get; init; }

    /// <summary>Such scripts of other steps of the run on the same taskserv of the same server.</summary>
    public IReadOnlyList<(PlanStep Step, int Attempt)> Beside { get; init; } = [];

    /// <summary>What the step does: as the plan says, or as an earlier attempt found out.</summary>
    public required StepAction Action { get; init; }

    /// <summary>True when this run made the step's server, so that nothing of a former installation can be on it.</summary>
    public bool IsOnNewServer { get; init; }

    /// <summary>True for an undo that does nothing: the undo of another step has brought back what was there.</summary>
    public bool IsCovered => Undo && Step.Action == StepAction.Nothing;

    /// <summary>True when it ends with the thing gone, whether the plan expected it to be there or not.</summary>
    public bool IsDelete => Undo ? Step.Action == StepAction.Delete : Step.Action == StepAction.Delete || Operation?.Type == OperationType.Delete;

    /// <summary>True when the last script that ran on the way forward was ended with the engine's work on the run.</summary>
    public bool CutOff { get; init; }

    /// <summary>What the first change found; null while nothing was changed.</summary>
    public FormerSpecification? Former { get; init; }

    /// <summary>The outputs of the steps that had succeeded when it began, by step id.</summary>
    public IReadOnlyDictionary<string, KeptOutputs> Outputs { get; init; }
        = new Dictionary<string, KeptOutputs>();

    /// <summary>What the run knew of its server when it began; null when it had not been reached.</summary>
    public KnownServer? Known { get; init; }

    /// <summary>Tells what the server is that was reached.</summary>
    public Action<KnownServer> Reached { get; init; } = static _ => { };

    /// <summary>What is left of its time.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Keeps what is there before the first change, and what the step does; done when it is safe in the journal.</summary>
    public required Func<FormerSpecification, StepAction, CancellationToken, Task> RememberAsync { get; init; }

    /// <summary>Says what it waits for, in words that follow "waiting for".</summary>
    public required Action<string> Waiting { get; init; }

    /// <summary>True for the token of this go of the step, and of each go before it.</summary>
    public bool IsOwn(string token) =>
        token == Token || Enumerable.Range(0, Epoch + 1).Any(epoch => token == IntentToken.For(RunId, Step.Id, epoch));
}
