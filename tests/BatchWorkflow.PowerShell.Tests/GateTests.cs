namespace BatchWorkflow.PowerShell.Tests;

/// <summary>Gates and skipping at the prompt; the run is a job of the same session.</summary>
public sealed class GateTests : IClassFixture<ModuleSession>, IDisposable
{
    private const string Begin = """
        $job = Submit-BatchWorkflow $args[0] -AsJob
        while (-not (Get-BatchStatus -Waiting 6> $null)) { [System.Threading.Thread]::Sleep(20) }

        """;

    private const string End = "\n[void] (Wait-Job $job -Timeout 60); $run = Get-BatchStatus $job.Name; $step = $run.StepList.Where({ $_.Operation -eq 'ask' })[0]\n";

    private readonly ModuleSession _session;

    public GateTests(ModuleSession session)
    {
        _session = session;
        session.Renew();
    }

    public void Dispose() => _session.Run("Get-Job | Remove-Job -Force");

    [Fact]
    public void Approve_OnThePipeline_GivesTheAnswersAsOutputs()
    {
        Outcome outcome = _session.Run(Begin + "Get-BatchStatus -Waiting | Approve-BatchGate -Answer @{ count = 3; fast = $true } -Reason agreed > $null" + End
            + "$run.Status, $step.Status, $step.Reason, $step.Outputs['count'], $step.Outputs['fast'], $run.StepList[-1].Status", Gated()).DemandSuccess();

        Assert.Equal(["Succeeded", "Succeeded", "3", "true", "Succeeded"], outcome.Texts.Where((_, i) => i != 2));
        Assert.EndsWith(": agreed", outcome.Texts[2], StringComparison.Ordinal);
        string[] told = [.. outcome.Information.Select(i => $"{i.MessageData}").Where(i => i.Contains("Approve-BatchGate", StringComparison.Ordinal))];
        Assert.Contains(told, t => t.StartsWith("ask: How many?\n", StringComparison.Ordinal) && t.Contains(" ask -Answer @{ count = <int> }\n", StringComparison.Ordinal));
    }

    [Fact]
    public void Approve_WrongAnswer_IsRefusedAndNothingIsRecorded()
    {
        Outcome outcome = _session.Run(Begin + """
            Approve-BatchGate $job.Name -Answer @{ count = 'many' }
            Approve-BatchGate $job.Name -Answer @{ count = @(1, 2) }
            Approve-BatchGate $job.Name ask -Answer @{ count = 1 } -WhatIf
            (Get-BatchAudit $job.Name -All).Action
            """, Gated());

        Assert.Equal(["BatchWorkflow.Gate.Invalid", "BatchWorkflow.Gate.Invalid"], outcome.ErrorIds);
        Assert.Equal("Gate ask cannot be approved so: count must be a whole number, not \"many\".", outcome.Errors[0].ToString());
        Assert.DoesNotContain("Approve", outcome.Texts);
    }

    [Fact]
    public void Deny_OfAGateOnThePipeline_FailsItWithTheReason()
    {
        IReadOnlyList<string> texts = _session.Run(Begin + "(Get-BatchStatus $job.Name).Gates | Deny-BatchGate -Reason 'not today' > $null" + End
            + "$run.Failed, $step.Failure.Kind, $step.Failure.Message", Gated()).DemandSuccess().Texts;

        Assert.Equal(["True", "Fatal"], texts.Take(2));
        Assert.EndsWith(": not today", texts[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Gates_AndStepsThatHaveNotEnded_AreCompleted()
    {
        string id = _session.Run(Begin + "$job.Name", Gated()).One().ToString();

        Assert.Equal(["ask"], _session.Complete($"Approve-BatchGate {id} "));
        Assert.Equal(["ask"], _session.Complete($"Deny-BatchGate {id} -Gate a"));
        Assert.Equal(["install", "'install/thing@s1'"], _session.Complete($"Skip-BatchOperation {id} inst"));
    }

    [Fact]
    public void Skip_OfAFailedStep_LetsTheResumedRunSucceed()
    {
        string mark = Path.Combine(_session.Folder, "mended-by-hand");
        string file = SampleWorkflow.Write(_session.Folder, "exit 3", check: $"[ -f '{mark}' ]", isLast: false);
        string id = _session.Run("(Submit-BatchWorkflow $args[0] -ErrorAction SilentlyContinue).Id", file).Texts[0];
        File.WriteAllText(mark, "");

        Outcome outcome = _session.Run("""
            Skip-BatchOperation $args[0] install, nothing -Reason 'done by hand' > $null
            $run = Resume-BatchWorkflow $args[0]
            $step = $run.StepList.Where({ $_.Operation -eq 'install' })[0]
            $run.Succeeded, $run.StepsFailed, $step.Status, $run.StepList[-1].Status, $step.Reason
            """, id);

        Assert.Equal(["BatchWorkflow.Step.NotFound"], outcome.ErrorIds);
        Assert.Equal(["True", "0", "Skipped", "Succeeded"], outcome.Texts.Take(4));
        Assert.EndsWith(": done by hand", outcome.Texts[4], StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_RunThatIsSuspending_TakesTheSuspensionBack()
    {
        string mark = Path.Combine(_session.Folder, "go-on");
        string file = SampleWorkflow.Write(_session.Folder, $"while [ ! -f '{mark}' ]; do sleep 0.05; done", check: $"[ -f '{mark}' ]", isLast: false);

        Outcome outcome = _session.Run("""
            $job = Submit-BatchWorkflow $args[0] -AsJob
            while (-not (Get-BatchStatus $job.Name -Detailed).StepList.Where({ $_.Running -and $_.Taskserv })) { [System.Threading.Thread]::Sleep(50) }
            (Suspend-BatchWorkflow $job.Name).Status.ToString()
            (Resume-BatchWorkflow $job.Name).Status.ToString()
            [System.IO.File]::WriteAllText($args[1], '')
            [void] (Wait-Job $job -Timeout 60)
            (Get-BatchStatus $job.Name).Status.ToString()
            """, file, mark).DemandSuccess();

        Assert.Equal(["Suspending", "Running", "Succeeded"], outcome.Texts);
    }

    /// <summary>A gate that asks for a count, and a taskserv behind it.</summary>
    private string Gated()
    {
        string file = SampleWorkflow.Write(_session.Folder, "true");
        File.WriteAllText(file, $$"""
            name: {{Path.GetFileName(Path.GetDirectoryName(file))}}
            operations:
              - { id: ask, type: gate, message: "How many?", on_failure: fail, answers: { count: { type: int }, fast: { type: bool, default: false } } }
              - { id: make, type: create, target: server, items: [s1], depends_on: [ask], when: outputs.ask.count == 3 and outputs.ask.fast }
              - { id: install, type: create, target: taskserv, items: [thing], depends_on: [make] }
            """);
        return file;
    }
}
