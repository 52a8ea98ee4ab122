namespace BatchWorkflow.Engine.Planning;

/// <summary>What a rollback does about one step.</summary>
/// <param name="Kind">Undoes it, leaves it, keeps it or cannot undo it.</param>
/// <param name="Action">What undoing does.</param>
/// <param name="Reason">Why, in one sentence.</param>
internal sealed record UndoVerdict(UndoKind Kind, StepAction Action = StepAction.Nothing, string Reason = "")
{
    /// <summary>Nothing of this run is there to undo.</summary>
    public static UndoVerdict Leave { get; } = new(UndoKind.Leave);

    /// <summary>The strategy or the checkpoint keeps what it did.</summary>
    public static UndoVerdict Keep { get; } = new(UndoKind.Keep);

    /// <summary>It has to stay, and that is told.</summary>
    public static UndoVerdict NotUndone(string reason) => new(UndoKind.NotUndone, Reason: reason);

    /// <summary>True when what stays cannot do with it: it removes what others stand on, or brings back what is in their way.</summary>
    public bool NeedsDependentsUndone => Kind == UndoKind.Undo && Action is StepAction.Delete or StepAction.Replace or StepAction.Create;
}

/// <summary>What a rollback does about a step.</summary>
internal enum UndoKind
{
    Leave,
    Keep,
    NotUndone,
    Undo,

    /// <summary>Its server's deletion takes it away.</summary>
    GoesWithServer,
}
