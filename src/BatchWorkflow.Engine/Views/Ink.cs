namespace BatchWorkflow.Engine.Views;

/// <summary>What colour a text has on a terminal.</summary>
internal enum Ink
{
    None,
    Good,
    Bad,
    Notable,
    Active,
    Faint,
    Strong,
}

/// <summary>Colours text by ANSI sequences, or leaves it alone.</summary>
internal static class Inks
{
    /// <summary>The text in a colour when colour is wanted.</summary>
    public static string Paint(this Ink ink, string text, bool colour) =>
        colour && ink != Ink.None && text.Length > 0 ? $"\u001b[{Code(ink)}m{text}\u001b[0m" : text;

    /// <summary>The colour of a run's status.</summary>
    public static Ink Of(BatchRun run) => run switch
    {
        { Failed: true } or { Damage: not null } => Ink.Bad,
        { Succeeded: true } => Ink.Good,
        { Running: true } => Ink.Active,
        _ => Ink.Notable,
    };

    /// <summary>The colour of a step's status.</summary>
    public static Ink Of(StepStatus status) => status switch
    {
        StepStatus.Succeeded => Ink.Good,
        StepStatus.Failed or StepStatus.RevertFailed => Ink.Bad,
        StepStatus.Running or StepStatus.Reverting => Ink.Active,
        StepStatus.Pending => Ink.Faint,
        _ => Ink.Notable,
    };

    /// <summary>The colour of what a step does.</summary>
    public static Ink Of(StepAction action) => action switch
    {
        StepAction.Create => Ink.Good,
        StepAction.Delete or StepAction.Replace => Ink.Bad,
        StepAction.Update => Ink.Notable,
        StepAction.Nothing => Ink.Faint,
        _ => Ink.Active,
    };

    private static int Code(Ink ink) => ink switch
    {
        Ink.Good => 32,
        Ink.Bad => 31,
        Ink.Notable => 33,
        Ink.Active => 36,
        Ink.Faint => 2,
        _ => 1,
    };
}
