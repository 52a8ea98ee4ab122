using System.Management.Automation;
using BatchWorkflow.PowerShell.Pipeline;

namespace BatchWorkflow.PowerShell;

/// <summary>Says whether the journals of runs are as they were written, by their hash chains.</summary>
[Cmdlet(VerbsDiagnostic.Test, "BatchAudit", DefaultParameterSetName = TestSet)]
[OutputType(typeof(bool), ParameterSetName = [TestSet])]
[OutputType(typeof(BatchAudit), ParameterSetName = [TestSet])]
[OutputType(typeof(BatchAuditHead), ParameterSetName = [HeadSet])]
public sealed class TestBatchAudit : RunCmdlet
{
    private const string TestSet = "Test";
    private const string HeadSet = "Head";

    /// <summary>Emits the audit with everything that is wrong in place of true or false.</summary>
    [Parameter(ParameterSetName = TestSet)]
    public SwitchParameter Detailed { get; set; }

    /// <summary>A head that was exported earlier, as an object or as its text: it must be part of the journal.</summary>
    [Parameter(ParameterSetName = TestSet)]
    [ValidateNotNull]
    public object[] ExpectedHead { get; set; } = [];

    /// <summary>Emits the last event and its hash, to be kept elsewhere.</summary>
    [Parameter(Mandatory = true, ParameterSetName = HeadSet)]
    public SwitchParameter Head { get; set; }

    /// <inheritdoc />
    private protected override bool TakesNewest => ExpectedHead.Length == 0;

    /// <inheritdoc />
    private protected override async Task ProcessRunAsync(string id)
    {
        List<BatchAuditHead> kept = [.. ExpectedHead.Select(Parse).Where(h => h.RunId == id)];
        BatchAudit audit = await Engine.AuditAsync(id, kept.MaxBy(h => h.Sequence), StopToken);
        foreach (BatchAuditProblem problem in audit.Problems)
            Post(() => WriteWarning(problem.ToString()));
        if (Head)
        {
            if (!audit.Valid)
                throw new BatchWorkflowException("Audit.Invalid", $"The journal of run {id} is not as it was written: its head would vouch for what was changed.") { RecommendedAction = $"Test-BatchAudit {id} -Detailed lists everything." };
            await EmitAsync(audit.Head);
        }
        else
        {
            await EmitAsync(Detailed ? audit : audit.Valid);
        }
    }

    /// <summary>Without an id: the runs of the heads that were kept.</summary>
    private protected override async Task ProcessNoRunAsync()
    {
        foreach (string id in ExpectedHead.Select(h => Parse(h).RunId).Distinct(StringComparer.Ordinal))
            await TryAsync(() => ProcessRunAsync(id), id);
    }

    private static BatchAuditHead Parse(object given) => (given is PSObject wrapped ? wrapped.BaseObject : given) switch
    {
        BatchAuditHead head => head,
        string text when BatchAuditHead.Parse(text) is { } head => head,
        var other => throw new BatchWorkflowException("Audit.Invalid", $"'{other}' is no head of a journal: its form is run:event:hash.") { RecommendedAction = "Test-BatchAudit -Head makes one." },
    };
}
