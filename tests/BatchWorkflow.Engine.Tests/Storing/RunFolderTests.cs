using System.Text;
using System.Text.Json;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.TestKit;
using BatchWorkflow.TestKit.Storing;
using Microsoft.Extensions.Time.Testing;

namespace BatchWorkflow.Engine.Tests.Storing;

public sealed class RunFolderTests : IAsyncDisposable
{
    private static readonly RunOrigin Ann = new() { User = "ann", Host = "host", Process = 1 };
    private readonly TemporaryFolder folder = new();
    private readonly MemoryStore store = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 9, 14, 5, 6, TimeSpan.FromHours(2)));

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Create_OfARun_NamesItByUtcTimeAndHoldsIt()
    {
        (RunFolder run, Lease lease) = await CreateAsync();
        await using (lease)
        {
            Assert.Matches("^20260309-120506-[0-9a-z]{4}$", run.Id);
            await Assert.ThrowsAsync<LeaseHeldException>(() => run.AcquireAsync(Ann, new LeaseTerms(), time, default));
            Assert.Empty(await RunIds.ListAsync(store, default).ToListAsync());
        }
    }

    [Fact]
    public async Task Create_OfManyRunsInOneSecond_GivesEachAnotherId()
    {
        (RunFolder Run, Lease Lease)[] made = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(CreateAsync)));
        Assert.Equal(200, made.Select(m => m.Run.Id).Distinct().Count());
        foreach ((_, Lease lease) in made)
            await lease.DisposeAsync();
    }

    [Fact]
    public async Task Acquire_WhenTheLeaseFileWasLost_GivesATokenBeyondAllSegments()
    {
        (RunFolder run, Lease lease) = await CreateAsync();
        await lease.DisposeAsync();
        await (await JournalWriter.OpenAsync(store, run.Id, 7, time, default)).DisposeAsync();
        await store.DeleteAsync(StateLayout.RunLease(run.Id), StoreVersion.Any, default);
        await using Lease next = await run.AcquireAsync(Ann, new LeaseTerms(), time, default);
        Assert.Equal(8, next.Token);
    }

    [Fact]
    public async Task Plan_WrittenAndRead_IsTheSame()
    {
        RunFolder run = new(store, folder.Path, "r");
        Plan plan = SamplePlan();
        string hash = await run.WritePlanAsync(plan, default);
        Assert.Equal(Json(plan), Json(await run.ReadPlanAsync(hash, default)));
        string definition = await run.WriteDefinitionAsync(plan.Source, default);
        Assert.Equal(Json(plan.Source), Json(await run.ReadDefinitionAsync(definition, default)));
    }

    [Fact]
    public async Task Plan_ThatWasChanged_IsRefusedByName()
    {
        RunFolder run = new(store, folder.Path, "r");
        Assert.Equal("Run.FileMissing", (await Assert.ThrowsAsync<BatchWorkflowException>(() => run.ReadPlanAsync("x", default))).ErrorId);
        string hash = await run.WritePlanAsync(SamplePlan(), default);
        await run.WritePlanAsync(SamplePlan() with { Workflow = "other" }, default);
        BatchWorkflowException told = await Assert.ThrowsAsync<BatchWorkflowException>(() => run.ReadPlanAsync(hash, default));
        Assert.Equal("Run.FileChanged", told.ErrorId);
        Assert.Contains("runs/r/plan.json", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summary_OfAFormerHolder_DoesNotReplaceANewerOnes()
    {
        RunFolder run = new(store, folder.Path, "r");
        Assert.Null(await run.ReadSummaryAsync(default));
        await run.WriteSummaryAsync(Summary("r", token: 1, RunStatus.Pending), default);
        await run.WriteSummaryAsync(Summary("r", token: 2, RunStatus.Running), default);
        await run.WriteSummaryAsync(Summary("r", token: 1, RunStatus.Failed), default);
        RunSummary read = (await run.ReadSummaryAsync(default))!;
        Assert.Equal((RunStatus.Running, 2L), (read.Run.Status, read.Token));
    }

    [Fact]
    public async Task Summary_ThatSomebodyBroke_IsNoneAndIsReplaced()
    {
        RunFolder run = new(store, folder.Path, "r");
        await store.ReplaceAsync("runs/r/summary.json", "{ torn"u8.ToArray(), StoreVersion.Absent, Durability.Written, default);
        Assert.Null(await run.ReadSummaryAsync(default));
        await run.WriteSummaryAsync(Summary("r", 1, RunStatus.Succeeded), default);
        Assert.Equal(RunStatus.Succeeded, (await run.ReadSummaryAsync(default))!.Run.Status);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(3000)]
    [InlineData(100_000)]
    public void Summary_WithLongWords_StaysBelow2KB(int length)
    {
        string words = string.Concat(Enumerable.Repeat("\ud83d\ude00 \u00e4\"\n", length / 5));
        RunSummary summary = Summary("r", 1, RunStatus.Failed);
        summary = summary with { Run = summary.Run with { Reason = words, Warnings = [words], Path = length > 50_000 ? words : "/home/ann/workflow.yaml" } };
        byte[] json = summary.Write();
        Assert.InRange(json.Length, 1, 2048);
        RunSummary read = RunSummary.Read(json);
        Assert.Equal((RunStatus.Failed, "w", true), (read.Run.Status, read.Run.Workflow, read.Run.Failed));
        if (length == 100)
            Assert.Equal(words, read.Run.Reason);
        else if (length == 3000)
            Assert.StartsWith(read.Run.Reason![..^1], words, StringComparison.Ordinal);
        Assert.DoesNotContain('\ufffd', Encoding.UTF8.GetString(json));
    }

    [Fact]
    public async Task List_OfRuns_IsNewestFirstAndKnowsThoseWithoutASummary()
    {
        foreach (string id in new[] { "20260101-120000-aaaa", "20260301-120000-aaaa", "20260201-120000-aaaa" })
            await new RunFolder(store, folder.Path, id).WriteSummaryAsync(Summary(id, 1, RunStatus.Succeeded), default);
        await (await JournalWriter.OpenAsync(store, "20260215-120000-aaaa", 1, time, default)).DisposeAsync();
        await (await JournalWriter.OpenAsync(store, "20260201-120000-aaaa", 1, time, default)).DisposeAsync();
        await CreateAsync();
        Assert.Equal(
            ["20260301-120000-aaaa", "20260215-120000-aaaa", "20260201-120000-aaaa", "20260101-120000-aaaa"],
            await RunIds.ListAsync(store, default).ToListAsync());
    }

    [Fact]
    public async Task Resolve_OfAPart_FindsTheOneRun()
    {
        foreach (string id in new[] { "20260101-120000-abcd", "20260101-120000-abce", "20260201-130000-wxyz" })
            await new RunFolder(store, folder.Path, id).WriteSummaryAsync(Summary(id, 1, RunStatus.Succeeded), default);
        Assert.Equal("20260201-130000-wxyz", await RunIds.ResolveAsync(store, "WXYZ", default));
        Assert.Equal("20260101-120000-abcd", await RunIds.ResolveAsync(store, "20260101-120000-abcd", default));
        BatchWorkflowException many = await Assert.ThrowsAsync<BatchWorkflowException>(() => RunIds.ResolveAsync(store, "abc", default));
        Assert.Equal("Run.Ambiguous", many.ErrorId);
        Assert.Equal("'abc' is in the ids of 2 runs: 20260101-120000-abce, 20260101-120000-abcd.", many.Message);
        foreach (string none in new[] { "zzz", "", "../x", "20260101-120000-abcdx" })
            Assert.Equal("Run.NotFound", (await Assert.ThrowsAsync<BatchWorkflowException>(() => RunIds.ResolveAsync(store, none, default))).ErrorId);
    }

    private static RunSummary Summary(string id, long token, RunStatus status) => new()
    {
        Run = new BatchRun { Id = id, Workflow = "w", Status = status, Failed = status == RunStatus.Failed },
        Sequence = 3,
        Token = token,
    };

    private static Plan SamplePlan() => new()
    {
        Workflow = "w",
        Infrastructure = "i",
        DefinitionHash = new string('a', 64),
        ObservedHash = new string('b', 64),
        Steps = [new PlanStep { Id = "os/os@web-1", Operation = "os", Item = "os", Kind = StepKind.Taskserv, Action = StepAction.Create, Reason = "it is new" }],
        Source = new PlanSource(
            new WorkflowDefinition
            {
                Name = "w",
                Variables = new Dictionary<string, object?> { ["text"] = "x", ["count"] = 3L, ["ratio"] = 0.5, ["list"] = new List<object?> { true, null }, ["none"] = null },
            },
            new InfrastructureDefinition { Name = "i" },
            new Dictionary<string, TaskservDefinition> { ["os"] = new() { Name = "os", Files = new Dictionary<string, string> { ["create.sh"] = new('c', 64) } } }),
    };

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, EngineJson.File);

    private Task<(RunFolder Folder, Lease Lease)> CreateAsync() => RunFolder.CreateAsync(Random.Shared, store, folder.Path, Ann, new LeaseTerms(), time, default);
}
