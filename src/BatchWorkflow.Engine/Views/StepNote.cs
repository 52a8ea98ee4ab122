namespace BatchWorkflow.Engine.Views;

/// <summary>The one thing to say of a step beside its status: what it waits for, why it failed, or why it stands where it does.</summary>
internal static class StepNote
{
    /// <summary>The note, not masked further, on one line.</summary>
    public static string Text(BatchStep step)
    {
        string note = step switch
        {
            { Done: false, NextAttempt: { } next, Running: false } => $"next attempt at {Durations.Clock(next)}{After(step.Failure)}",
            { Status: StepStatus.Waiting, WaitingFor: { } waiting } => $"waiting for {waiting}",
            { Failure: { } failure, Succeeded: false } => failure.Message + Last(failure),
            _ => step.Reason ?? "",
        };
        // First, because a narrow table cuts the end.
        return step.StandIn ? (note.Length == 0 ? "stand-in" : $"stand-in; {note}") : note;
    }

    private static string After(Failure? failure) => failure is null ? "" : $" after: {failure.Message}";

    private static string Last(Failure failure) => failure.ErrorTail.Count > 0 ? " " + failure.ErrorTail[^1].Trim() : "";
}
