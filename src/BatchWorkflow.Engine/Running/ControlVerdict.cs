using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>
/// What a request does to a run. Pure: whoever asks judges before anything is written, and the run's holder judges again when it takes the
/// request, for something may have happened in between.
/// </summary>
internal sealed record ControlVerdict
{
    /// <summary>The run's status from now on, or null when it stays.</summary>
    public RunStatus? Status { get; private init; }

    /// <summary>The steps that end, or null.</summary>
    public IReadOnlyList<StepEnded>? Ends { get; private init; }

    /// <summary>Why it cannot be met, or null.</summary>
    public ControlRefusal? Refusal { get; private init; }

    /// <summary>The verdict over a request.</summary>
    /// <param name="state">The run as it stands.</param>
    /// <param name="request">The request.</param>
    /// <param name="now">The time.</param>
    public static ControlVerdict Of(RunState state, ControlRequest request, DateTimeOffset now) => request.Kind switch
    {
        ControlKind.Skip => SkipRequests.Judge(state, request),
        ControlKind.Approve or ControlKind.Deny => GateRequests.Judge(state, request, now),
        _ => StatusRequests.Judge(state.Facts, request.Kind),
    };

    /// <summary>The run changes its status, or, with null, goes on as it does.</summary>
    public static ControlVerdict Enters(RunStatus? status) => new() { Status = status };

    /// <summary>Steps end.</summary>
    public static ControlVerdict EndsSteps(params IReadOnlyList<StepEnded> ends) => new() { Ends = ends };

    /// <summary>It cannot be met.</summary>
    public static ControlVerdict Refuses(string errorId, string message, string? action = null) =>
        new() { Refusal = new ControlRefusal(errorId, message, action) };
}
