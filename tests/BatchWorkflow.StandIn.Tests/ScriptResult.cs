namespace BatchWorkflow.StandIn.Tests;

/// <summary>How a script ended and what it wrote.</summary>
internal sealed record ScriptResult(int Code, string Output, string Error)
{
    /// <summary>The properties of its ::drift lines.</summary>
    public IReadOnlyList<string> Drift =>
        [.. Output.Split('\n').Where(line => line.StartsWith("::drift ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]["property=".Length..])];

    public override string ToString() => $"exit {Code}\n{Output}{Error}";
}
