namespace BatchWorkflow.Engine.Running;

/// <summary>The end of a step whose script left no exit status and whose operation says repeatable: false: only a restart begins it again.</summary>
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
        Message = (context.Resumed || context.CutOff
                ? $"The engine ended while {unit.Name} was being changed on {context.Step.Server}, and the script left no exit status. "
                : $"The script that changed {unit.Name} on {context.Step.Server} was ended from outside or found no room for its exit status, and left none. ")
            + "It is not repeated because the operation says repeatable: false. Look at the server and at the attempt's log, then "
            + $"begin it again: Restart-BatchWorkflow {context.RunId} -Operation {context.Step.Operation}.",
    };

    /// <summary>True for such a failure.</summary>
    public static bool Is(Failure? failure) => failure?.Code == Code;
}
