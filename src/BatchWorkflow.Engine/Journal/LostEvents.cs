namespace BatchWorkflow.Engine.Journal;

/// <summary>The end of a journal is gone: something that was made from it knows later events than it has.</summary>
/// <param name="Last">The last event that the journal has.</param>
/// <param name="Known">The last event that is known to have been there.</param>
/// <param name="By">What knows it: checkpoint or summary.</param>
internal sealed record LostEvents(long Last, long Known, string By)
{
    /// <summary>The loss that a checkpoint or a summary tells of, both read before the journal; null when the journal is not behind them.</summary>
    public static LostEvents? Find(long last, long checkpoint, long summary) => Math.Max(checkpoint, summary) is var known && known > last
        ? new LostEvents(last, known, known == checkpoint ? "checkpoint" : "summary")
        : null;

    /// <summary>The warning that stays in the journal of a run that is gone on with.</summary>
    public Warned ToWarning() => new($"{By}.json knew {Known} events of this run, but its journal ended with event {Last}. The others are lost, and {By}.json is written again without them; what they did may still be there.")
    {
        Missed = Known,
    };

    /// <summary>What is missing, for people.</summary>
    public override string ToString() => $"{(Known == Last + 1 ? $"Event {Known} of the journal is" : $"Events {Last + 1} to {Known} of the journal are")} missing: "
        + $"its {By} knows event {Known}, but the journal ends with event {Last}. What they told of may have been done all the same.";
}
