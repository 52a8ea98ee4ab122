using BatchWorkflow.Engine;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.EndToEnd.Tests;

/// <summary>Each example does through the Shell what its README says.</summary>
public sealed class ExampleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Shell _shell;

    public ExampleTests() => _shell = new Shell(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Wuji_SubmittedTwiceAndRolledBack_ChangesThenStaysThenGoes()
    {
        RunnerEnd first = await _shell.RunAsync("Submit-BatchWorkflow", "examples/01-wuji/workflow.yaml", "-Watch");
        Assert.True(first.Code == 0, first.Output + first.Errors);
        RunnerEnd second = await _shell.RunAsync("Submit-BatchWorkflow", "examples/01-wuji/workflow.yaml");
        Assert.True(second.Code == 0, second.Output + second.Errors);

        List<BatchRun> runs = await RunsAsync();
        Assert.Equal([(21, 0), (21, 21)], runs.Select(r => (r.StepsSucceeded, r.StepsChanged)));

        RunnerEnd rollback = await _shell.RunAsync("Invoke-BatchRollback", runs[1].Id, "-Force");
        Assert.True(rollback.Code == 0, rollback.Output + rollback.Errors);
        Assert.Equal(RunStatus.RolledBack, (await RunsAsync())[1].Status);
        Assert.Empty(Directory.GetDirectories(Path.Combine(_folder.Path, "servers/wuji")));
    }

    [Fact]
    public async Task Rollback_BadConfiguration_RetriesFailsAndUndoesEverything()
    {
        RunnerEnd end = await _shell.RunAsync("Submit-BatchWorkflow", "examples/02-rollback/workflow.yaml");

        Assert.Equal(1, end.Code);
        Assert.Contains("cache-size must be a whole number, not 'many'", end.Errors, StringComparison.Ordinal);
        Assert.Contains("attempt      2 of 2", end.Errors, StringComparison.Ordinal);
        BatchRun run = Assert.Single(await RunsAsync());
        Assert.Equal((RunStatus.RolledBack, true, 1), (run.Status, run.Failed, run.StepsFailed));
        Assert.Empty(Directory.GetDirectories(Path.Combine(_folder.Path, "servers/rollback-demo")));
    }

    [Fact]
    public async Task Cluster_CreatedDriftedAndCheckedAndRolledBack_TellsTheDrift()
    {
        RunnerEnd create = await _shell.RunAsync("Submit-BatchWorkflow", "examples/03-cluster/workflow.yaml");
        Assert.True(create.Code == 0, create.Output + create.Errors);
        RunnerEnd clean = await _shell.RunAsync("Submit-BatchWorkflow", "examples/03-cluster/check.yaml");
        Assert.True(clean.Code == 0, clean.Output + clean.Errors);

        using (System.Diagnostics.Process drift = System.Diagnostics.Process.Start("sh", [Path.Combine(Shell.Root, "examples/03-cluster/drift.sh"), _folder.Path]))
            await drift.WaitForExitAsync();
        RunnerEnd check = await _shell.RunAsync("Submit-BatchWorkflow", "examples/03-cluster/check.yaml");

        Assert.Equal(1, check.Code);
        List<BatchRun> runs = await RunsAsync();
        Assert.Equal((RunStatus.Failed, true), (runs[0].Status, runs[0].Drifted));
        RunnerEnd rollback = await _shell.RunAsync("Invoke-BatchRollback", runs[2].Id, "-Force");
        Assert.True(rollback.Code == 0, rollback.Output + rollback.Errors);
    }

    [Fact]
    public async Task Gate_AnsweredFromAnotherProcess_GoesOnWithTheAnswers()
    {
        using System.Diagnostics.Process holder = _shell.Start("Submit-BatchWorkflow", "examples/05-gate/workflow.yaml");
        Task<RunnerEnd> ending = Runner.EndAsync(holder);
        using CancellationTokenSource giveUp = new(TimeSpan.FromSeconds(120));
        while (!Directory.Exists(Path.Combine(_folder.Path, "runs")) || !(await RunsAsync()).Exists(r => r.Waiting))
            await Task.Delay(50, giveUp.Token);
        string id = Assert.Single(await RunsAsync()).Id;

        RunnerEnd status = await _shell.RunAsync("Get-BatchStatus", "-Waiting");
        Assert.Contains($"Approve-BatchGate {id} release -Answer @{{ title = <text> }}", status.Output, StringComparison.Ordinal);
        RunnerEnd refused = await _shell.RunAsync("Approve-BatchGate", id, "-Answer", "@{ visitors = \"many\" }");
        Assert.Equal(1, refused.Code);
        Assert.Contains("title is missing, which must be text; visitors must be a whole number, not \"many\"", refused.Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);
        RunnerEnd approved = await _shell.RunAsync("Approve-BatchGate", id, "-Answer", "@{ title = \"Spring\"; public = $true }", "-Reason", "the text is final");
        Assert.True(approved.Code == 0, approved.Output + approved.Errors);

        RunnerEnd end = await ending;
        Assert.True(end.Code == 0, end.Output + end.Errors);
        string root = Path.Combine(_folder.Path, "servers/gate-demo/web-0/root");
        Assert.Equal(("Spring\n", true), (await File.ReadAllTextAsync(Path.Combine(root, "page"), giveUp.Token), File.Exists(Path.Combine(root, "link"))));
    }

    private async Task<List<BatchRun>> RunsAsync()
    {
        await using BatchEngine engine = new(new EngineOptions { StatePath = _folder.Path });
        return await engine.ListAsync(run => Assert.Fail(run.ToString()), CancellationToken.None).ToListAsync();
    }
}
