namespace BatchWorkflow.EndToEnd.Tests;

/// <summary>Killed as soon as an event is written: what it announces has not begun.</summary>
public sealed class KilledAfterEachEvent : KilledRun
{
    [Fact]
    public async Task Run_KilledAtEachJournalBoundary_EndsAsIfUndisturbed()
    {
        int kills = await KillAsync("run", Workflow, "after");

        Assert.True(kills > 100, $"Only {kills} kills: the boundaries were not met.");
        await AssertAsUndisturbedAsync();
    }
}

/// <summary>Killed when an event is about to be written: what it tells has happened, and nobody knows.</summary>
public sealed class KilledBeforeEachEvent : KilledRun
{
    [Fact]
    public async Task Run_KilledAtEachJournalBoundary_EndsAsIfUndisturbed()
    {
        int kills = await KillAsync("run", Workflow, "before");

        Assert.True(kills > 100, $"Only {kills} kills: the boundaries were not met.");
        await AssertAsUndisturbedAsync();
    }
}

/// <summary>Killed while it is being undone.</summary>
public sealed class KilledRollback : KilledRun
{
    [Fact]
    public async Task Rollback_KilledAtEachJournalBoundary_LeavesNothingBehind()
    {
        await Runner.RunAsync("run", Workflow);
        int kills = await KillAsync("rollback", Runner.Run!, "after");

        Assert.True(kills > 100, $"Only {kills} kills: the boundaries were not met.");
        Assert.Equal(RunStatus.RolledBack, (await GetAsync()).Status);
        Assert.All(Directory.GetDirectories(Path.Combine(Runner.State, "servers")), infrastructure => Assert.Empty(Directory.GetDirectories(infrastructure)));
    }
}
