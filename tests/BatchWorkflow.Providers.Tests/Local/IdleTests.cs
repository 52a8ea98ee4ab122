using BatchWorkflow.Providers.Local.Processes;

namespace BatchWorkflow.Providers.Tests.Local;

/// <summary>Alone, because the scripts of other tests keep the thread alive.</summary>
[Collection(nameof(IdleTests))]
[CollectionDefinition(nameof(IdleTests), DisableParallelization = true)]
public sealed class IdleTests : SandboxTest
{
    [Fact]
    public async Task ExitWatch_LastScriptEnded_ItsThreadIsGone()
    {
        (ScriptReference script, Task<ScriptExit> wait, _) = await BeginAsync("echo begun; sleep 300", "begun");
        Assert.True(ExitWatch.IsAlive);
        await Connection.EndAsync(script, default);
        await wait;
        Assert.False(ExitWatch.IsAlive);
        Assert.DoesNotContain(Directory.GetDirectories("/proc/self/task").Select(thread => $"{thread}/comm"), NameIsOurs);
    }

    private static bool NameIsOurs(string file)
    {
        // The thread lets go of its descriptor before it ends.
        for (int i = 0; i < 100 && File.Exists(file) && File.ReadAllText(file).Trim() == "bw-exits"; i++)
            Thread.Sleep(10);
        return File.Exists(file) && File.ReadAllText(file).Trim() == "bw-exits";
    }
}
