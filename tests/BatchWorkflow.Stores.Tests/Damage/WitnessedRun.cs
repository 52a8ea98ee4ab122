using System.Text.Json;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Journal;

namespace BatchWorkflow.Stores.Tests.Damage;

/// <summary>A run as it was before its state was damaged: from then on each way to read it tells the same, or says in words that it cannot.</summary>
internal sealed class WitnessedRun
{
    private readonly string id;
    private readonly string run;
    private readonly string trail;

    private WitnessedRun(string id, string run, string trail) => (this.id, this.run, this.trail) = (id, run, trail);

    /// <summary>The events of its journal.</summary>
    public required long Events { get; init; }

    /// <summary>Witnesses a run.</summary>
    public static async Task<WitnessedRun> SeeAsync(BatchEngine engine, string id) =>
        new(id, Text(await engine.GetAsync(id, default)), Text(await engine.TrailAsync(id, all: true, default)))
        {
            Events = (await engine.AuditAsync(id, kept: null, default)).Events,
        };

    /// <summary>Reads the run in each way.</summary>
    /// <returns>How many ways told it as before.</returns>
    public async Task<int> AssertSameOrRefusedAsync(BatchEngine engine, string damage)
    {
        int told = 0;
        told += await SameOrRefusedAsync(async () => Undamaged(await engine.GetAsync(id, default)), run, damage);
        told += await SameOrRefusedAsync(async () => Text(await engine.TrailAsync(id, all: true, default)), trail, damage);
        told += await SameOrRefusedAsync(() => ListAsync(engine), Listed(JsonSerializer.Deserialize<BatchRun>(run, EngineJson.File)!), damage);
        return told;
    }

    private static string Text<T>(T value) => JsonSerializer.Serialize(value, EngineJson.File);

    /// <summary>A run that is marked as damaged says so in words.</summary>
    private static string Undamaged(BatchRun run) => run.Damage is { } damage ? throw new BatchWorkflowException("State.Unreadable", damage) : Text(run);

    private async Task<string> ListAsync(BatchEngine engine)
    {
        BatchWorkflowException? refused = null;
        List<BatchRun> runs = await engine.ListAsync(passed => refused = new BatchWorkflowException("State.Unreadable", passed.ToString()), default).ToListAsync();
        return runs.Find(r => r.Id == id) is { } found ? Listed(found) : throw refused ?? new BatchWorkflowException("Run.NotFound", "It is not listed.");
    }

    private static string Listed(BatchRun run) =>
        Undamaged(run with { Operations = [], StepList = [], Checkpoints = [], NotUndone = [], Warnings = [] });

    private static async Task<int> SameOrRefusedAsync(Func<Task<string>> read, string before, string damage)
    {
        try
        {
            string now = await read();
            Assert.True(now == before, $"{damage}: {now}");
            return 1;
        }
        catch (BatchWorkflowException e)
        {
            Assert.NotEmpty(e.Message);
            return 0;
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException(damage, e);
        }
    }
}
