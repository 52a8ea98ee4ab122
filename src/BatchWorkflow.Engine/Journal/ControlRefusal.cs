namespace BatchWorkflow.Engine.Journal;

/// <summary>Why a request cannot be met.</summary>
/// <param name="ErrorId">A stable id such as Step.Running.</param>
/// <param name="Message">What is wrong, in one sentence.</param>
/// <param name="Action">What to do about it, or null.</param>
internal sealed record ControlRefusal(string ErrorId, string Message, string? Action = null);
