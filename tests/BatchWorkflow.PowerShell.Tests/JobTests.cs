using System.Management.Automation;

namespace BatchWorkflow.PowerShell.Tests;

public sealed class JobTests : IClassFixture<ModuleSession>, IDisposable
{
    private readonly ModuleSession _session;

    public JobTests(ModuleSession session)
    {
        _session = session;
        session.Renew();
    }

    public void Dispose() => _session.Run("Get-Job | Remove-Job -Force");

    [Fact]
    public void Job_OfAGoodRun_IsReceivedAsTheRunAndItsLines()
    {
        string file = SampleWorkflow.Write(_session.Folder, "echo a line of the script");

        Outcome outcome = _session.Run("$job = Submit-BatchWorkflow $args[0] -AsJob; [void] (Wait-Job $job -Timeout 60); Receive-Job $job -Keep; Receive-Job $job; Receive-Job $job; (Get-Job -Id $job.Id).State; $job.PSJobTypeName; $job.Name", file).DemandSuccess();

        Assert.Equal(5, outcome.Output.Count);
        Assert.All(outcome.Output.Take(2), run => Assert.Equal(true, run.Properties["Succeeded"].Value));
        Assert.Equal(["Completed", "BatchWorkflow", outcome.Output[0].Properties["Id"].Value], outcome.Output.Skip(2).Select(o => o.ToString()));
        Assert.Contains(outcome.Information, i => $"{i.MessageData}".Contains("a line of the script", StringComparison.Ordinal));
    }

    [Fact]
    public void Job_OfAFailingRun_HasFailedAndHoldsTheError()
    {
        string file = SampleWorkflow.Write(_session.Folder, "echo it broke >&2; exit 3");

        Outcome outcome = _session.Run("$job = Submit-BatchWorkflow $args[0] -AsJob; Receive-Job $job -Wait; $job.State.ToString()", file);

        Assert.Equal(["BatchWorkflow.Run.Failed"], outcome.ErrorIds);
        Assert.Equal("Failed", outcome.Texts[^1]);
    }

    [Fact]
    public void Job_Stopped_LetsGoOfTheRunAfterTheTimeout()
    {
        string file = SampleWorkflow.Write(_session.Folder, "touch \"$BW_ROOT/begun\"; sleep 300");

        Outcome outcome = _session.Run("""
            $job = Submit-BatchWorkflow $args[0] -AsJob -StopTimeout 1
            while (-not (Get-BatchStatus $job.Name -Detailed).StepList.Where({ $_.Running -and $_.Taskserv })) { [System.Threading.Thread]::Sleep(50) }
            Stop-Job $job
            $job.State.ToString()
            (Get-BatchStatus $job.Name).Status.ToString()
            """, file).DemandSuccess();

        Assert.Equal(["Stopped", "Interrupted"], outcome.Texts);
    }

    [Fact]
    public void Job_Suspended_CanBeResumed()
    {
        string mark = Path.Combine(_session.Folder, "go");
        string file = SampleWorkflow.Write(_session.Folder, $"while [ ! -f '{mark}' ]; do sleep 0.05; done", check: $"[ -f '{mark}' ]", isLast: false);

        Outcome outcome = _session.Run("""
            $job = Submit-BatchWorkflow $args[0] -AsJob
            while (-not (Get-BatchStatus $job.Name -Detailed).StepList.Where({ $_.Running -and $_.Taskserv })) { [System.Threading.Thread]::Sleep(50) }
            (Suspend-BatchWorkflow $job.Name -Reason 'a test').Status.ToString()
            [System.IO.File]::WriteAllText($args[1], '')
            [void] (Wait-Job $job -Timeout 60)
            (Get-BatchStatus $job.Name).Status.ToString()
            (Resume-BatchWorkflow $job.Name).Status.ToString()
            """, file, mark).DemandSuccess();

        Assert.Equal(["Suspending", "Suspended", "Succeeded"], outcome.Texts);
    }
}
