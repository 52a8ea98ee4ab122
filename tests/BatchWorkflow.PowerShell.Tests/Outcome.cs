using System.Management.Automation;

namespace BatchWorkflow.PowerShell.Tests;

/// <summary>What a script gave.</summary>
public sealed record Outcome(
    IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, IReadOnlyList<string> Warnings, IReadOnlyList<InformationRecord> Information, ErrorRecord? Terminating)
{
    /// <summary>The progress records.</summary>
    public IReadOnlyList<ProgressRecord> Progress { get; init; } = [];

    /// <summary>The ids of all errors, the terminating one last, without the cmdlet's name.</summary>
    public IReadOnlyList<string> ErrorIds => [.. (Terminating is null ? Errors : [.. Errors, Terminating]).Select(e => e.FullyQualifiedErrorId.Split(',')[0])];

    /// <summary>The output, which has to be one object, and no error beside it.</summary>
    public PSObject One()
    {
        DemandSuccess();
        return Assert.Single(Output);
    }

    /// <summary>Fails the test when there was an error.</summary>
    public Outcome DemandSuccess()
    {
        Assert.Empty((Terminating is null ? Errors : [.. Errors, Terminating]).Select(e => e.ToString()));
        return this;
    }

    /// <summary>The output as texts.</summary>
    public IReadOnlyList<string> Texts => [.. Output.Select(o => o?.ToString() ?? "")];
}
