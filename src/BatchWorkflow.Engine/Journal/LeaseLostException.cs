namespace BatchWorkflow.Engine.Journal;

/// <summary>Another process has taken over what this one still worked on.</summary>
/// <param name="name">The lease's or the journal's stream.</param>
/// <param name="inner">What showed it.</param>
internal sealed class LeaseLostException(string name, Exception? inner = null)
    : Exception($"Another process has taken over '{name}': this one may not go on with it.", inner);
