using System.Runtime.Versioning;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.EndToEnd.Tests.Torture;

/// <summary>The disk of the state fills up, or takes no writes.</summary>
[SupportedOSPlatform("linux")]
public sealed class FullDisk(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("state")]
    [InlineData("state.db")]
    public async Task Run_WhoseDiskFillsUp_SaysSoAndEndsExactlyOnceThereIsSpace(string place)
    {
        using SmallDisk disk = SmallDisk.Mount(megabytes: 8);
        TortureState state = new(Path.Combine(disk.Path, place));
        await using BatchEngine engine = state.Open();
        ActiveRun run = await SubmitAsync(engine);
        string id = run.Id;
        await UntilAsync(() => run.Snapshot().StepsSucceeded > 5);
        await state.AssertNothingLostAsync(id);
        disk.Fill();
        string seen = await SeenAsync(run);
        output.WriteLine(seen);
        Assert.Contains("the disk is full", seen, StringComparison.Ordinal);
        BatchRun left = await engine.GetAsync(id, CancellationToken.None);
        Assert.True(left.Status is RunStatus.Interrupted or RunStatus.Failed, $"{left.Status}: {left.Reason}");
        await state.AssertNothingLostAsync(id);

        disk.Free();
        // A script whose exit status found no room has failed, and the run with it: it is resumed once more.
        for (int i = 0; i < 2 && (await engine.GetAsync(id, CancellationToken.None)).Status != RunStatus.Succeeded; i++)
        {
            await using ActiveRun again = await engine.ResumeAsync(id, new RunOptions(), CancellationToken.None);
            output.WriteLine(await SeenAsync(again));
            await state.AssertNothingLostAsync(id);
        }
        await state.AssertAsUndisturbedAsync();
    }

    [Theory]
    [InlineData("state")]
    [InlineData("state.db")]
    public async Task Submit_OnAFullDisk_LeavesNothingHalfMade(string place)
    {
        using SmallDisk disk = SmallDisk.Mount(megabytes: 8);
        TortureState state = new(Path.Combine(disk.Path, place));
        await using BatchEngine engine = state.Open();
        disk.Fill();
        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(() => SubmitAsync(engine));
        Assert.Equal("State.Unwritable", refused.ErrorId);
        Assert.Contains(disk.Path, refused.Message, StringComparison.Ordinal);
        Assert.Contains("the disk is full", refused.Message, StringComparison.Ordinal);
        disk.Free();
        Assert.Null(await state.FindAsync());

        await using ActiveRun run = await SubmitAsync(engine);
        await run.Completion;
        await state.AssertAsUndisturbedAsync();
    }

    [Theory]
    [InlineData("state")]
    [InlineData("state.db")]
    public async Task Submit_OnAReadOnlyDisk_NamesItAndLeavesNothingHalfMade(string place)
    {
        using SmallDisk disk = SmallDisk.Mount(megabytes: 8);
        TortureState state = new(Path.Combine(disk.Path, place));
        disk.SetReadOnly(true);
        await using (BatchEngine engine = state.Open())
        {
            BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(() => SubmitAsync(engine));
            Assert.Equal("State.Unwritable", refused.ErrorId);
            Assert.Contains(disk.Path, refused.Message, StringComparison.Ordinal);
            Assert.Contains("read-only", refused.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFileSystemEntries(disk.Path));
        }
        disk.SetReadOnly(false);
        await using BatchEngine later = state.Open();
        await using ActiveRun run = await SubmitAsync(later);
        await run.Completion;
        await state.AssertAsUndisturbedAsync();
    }

    private async Task<ActiveRun> SubmitAsync(BatchEngine engine)
    {
        PlanResult plan = await engine.PlanAsync(new DefinitionInput(LedgerWorkflow.Write(_folder.Path)), new PlanOptions(), refresh: false, new Dictionary<string, string>(), CancellationToken.None);
        return await engine.SubmitAsync(plan.Plan!, new RunOptions(), CancellationToken.None);
    }

    /// <summary>What somebody sees at the end of a run: its error, or how its steps have failed.</summary>
    private static async Task<string> SeenAsync(ActiveRun run)
    {
        try
        {
            BatchRun end = await run.Completion;
            return $"{end.Status}: {end.Reason} {string.Join(" ", end.StepList.Select(s => s.Failure?.Message))}";
        }
        catch (BatchWorkflowException e)
        {
            return e.Message;
        }
    }

    private static async Task UntilAsync(Func<bool> reached)
    {
        using CancellationTokenSource giveUp = new(TimeSpan.FromSeconds(60));
        while (!reached())
            await Task.Delay(5, giveUp.Token);
    }
}
