namespace BatchWorkflow.Engine.Running;

/// <summary>What a step's conditions say.</summary>
internal abstract record ConditionVerdict
{
    /// <summary>It may start.</summary>
    public static ConditionVerdict Holds { get; } = new Met();

    /// <summary>It is skipped.</summary>
    public static ConditionVerdict Skips(string reason) => new Skip(reason);

    /// <summary>It waits, in words that follow "waiting for".</summary>
    public static ConditionVerdict Waits(string what) => new Wait(what);

    /// <summary>It fails.</summary>
    public static ConditionVerdict Fails(FailureKind kind, string message) => new Fail(new Failure { Kind = kind, Message = message, Final = true });

    internal sealed record Met : ConditionVerdict;

    internal sealed record Skip(string Reason) : ConditionVerdict;

    internal sealed record Wait(string For) : ConditionVerdict;

    internal sealed record Fail(Failure Failure) : ConditionVerdict;
}
