namespace BatchWorkflow.Engine.Running;

/// <summary>The end of a step that was cut off and whose operation says repeatable: false: only a restart begins it again.</summary>
internal static class NotRepeated
{
    private const string Code = "NotRepeated";

    /// <summary>The failure of such a step.</summary>
    public static Failure Of(AttemptContext context, TaskservUnit unit, string? script) => new()
    {
        Kind = FailureKind.Unknown,
        Code = Code,
        Final = true,
        Script = script,
        Message = $"The engine ended while {unit.Name} was being changed on {context.Step.Server}, and the script left no exit status. "
            + "It is not repeated because the operation says repeatable: false. Look at the server and at the attempt's log, then "
            + $"begin it again: Restart-BatchWorkflow {context.RunId} -Operation {context.Step.Operation}.",
    };

    /// <summary>True for such a failure.</summary>
    public static bool Is(Failure? failure) => failure?.Code == Code;
}
