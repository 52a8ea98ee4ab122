namespace BatchWorkflow.Engine.State;

/// <summary>A script that changes things, was or may have been started, and could not be asked how it ended. It may still run.</summary>
/// <param name="Attempt">The attempt that started it.</param>
/// <param name="Undo">True when that attempt undid.</param>
/// <param name="Overdue">True when it should have been ended, because its time was over or the run was stopped.</param>
internal sealed record UnknownScript(int Attempt, bool Undo, bool Overdue = false);
