using BatchWorkflow.TestKit.Contracts;

namespace BatchWorkflow.Providers.Tests.Local;

public sealed class StartFenceTests : SandboxTest
{
    [Fact]
    public async Task Probe_AtRandomInstantsOfAStart_NeverSaysNotStartedOfOneThatRan()
    {
        Random random = new(20261);
        using EngineProcess engine = EngineProcess.Start(State);
        await engine.ProbeAsync(NewScript(), 0);
        Dictionary<ScriptState, int> counts = [];
        for (int i = 0; i < 250; i++)
        {
            ScriptRequest request = Request($"echo ran >>$TMPDIR/ledger-{i}");
            Task<ScriptState> elsewhere = engine.ProbeAsync(request.Reference, random.Next(3000));
            Task<ScriptState>? here = i % 2 == 0 ? null : Task.Run(() => Connection.ProbeAsync(request.Reference, default));
            await Connection.StartAsync(request, default);
            ScriptState[] said = here is null ? [await elsewhere] : [await elsewhere, await here];
            await Connection.WaitAsync(request.Reference, new CollectedOutput(), default);

            string ledger = $"{Sandbox.Root}/tmp/ledger-{i}";
            int ran = File.Exists(ledger) ? File.ReadAllLines(ledger).Length : 0;
            Assert.All(said, state => Assert.Equal(state == ScriptState.NotStarted ? 0 : 1, ran));
            Assert.DoesNotContain(ScriptState.Gone, said);
            foreach (ScriptState state in said)
                counts[state] = counts.GetValueOrDefault(state) + 1;
        }
        // Otherwise the race was not tried.
        Assert.True(counts.GetValueOrDefault(ScriptState.NotStarted) > 5 && counts.Values.Sum() - counts.GetValueOrDefault(ScriptState.NotStarted) > 5,
            string.Join(", ", counts));
    }

    [Fact]
    public async Task Start_SameTokenFromManyAtOnce_RunsOnce()
    {
        ScriptRequest request = Request("echo ran >>$TMPDIR/ledger; sleep 0.1; cat $BW_SECRET_KEY; exit 5") with
        {
            Secrets = new Dictionary<string, string> { ["key"] = "value" },
        };
        using EngineProcess engine = EngineProcess.Start(State);
        await engine.ProbeAsync(NewScript(), 0);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Connection.StartAsync(request, default)))
            .Append(engine.StartScriptAsync(request.Reference, "echo ran >>$TMPDIR/ledger; sleep 0.1; echo value; exit 5")));

        CollectedOutput output = new();
        Assert.Equal(5, (await Connection.WaitAsync(request.Reference, output, default)).Code);
        Assert.Equal(["value"], output.Output);
        Assert.Equal(["ran"], await SaysAsync("cat $TMPDIR/ledger"));
    }
}
