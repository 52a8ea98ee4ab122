using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>What an attempt has done so far, for the outcome when it ends early.</summary>
internal sealed class AttemptProgress
{
    /// <summary>True from the moment that something may have been changed.</summary>
    public bool Changed { get; set; }

    /// <summary>True from the moment that a script which changes things may have begun, or that its health check is asked.</summary>
    public bool Acted { get; set; }

    /// <summary>True when that script runs no more and left no exit status.</summary>
    public bool Gone { get; set; }

    /// <summary>The script that was started, by this attempt or by one before it, and whose outcome has not been taken.</summary>
    public UnknownScript? Unknown { get; set; }

    /// <summary>
    /// How an attempt begins. What an engine that died may have asked for counts as a change until the server or the provider has told otherwise:
    /// an attempt that cannot even ask leaves it to be undone. Of a provider it has asked for nothing but a planned creation before it noted what it found.
    /// </summary>
    public static AttemptProgress Of(AttemptContext context) => new()
    {
        Changed = context.ChangedBefore || context.Unknown is not null
            || (context is { Resumed: true, Step: { Kind: StepKind.Server or StepKind.SharedResource, Action: not StepAction.Check } }
                && (context.Undo || context.Former is not null || context.Action == StepAction.Create)),
        Unknown = context.Unknown,
    };

    /// <summary>The script that changes things is asked for, or turns out never to have been.</summary>
    public void Ask(bool isAsked, AttemptContext context) =>
        (Changed, Acted, Unknown) = (isAsked || context.ChangedBefore, isAsked, isAsked ? new UnknownScript(context.Number, context.Undo) : null);
}
