using System.Security.Cryptography;
using System.Text.Json;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Storing.Moving;

namespace BatchWorkflow.Engine.Storing;

/// <summary>What one run keeps in the state.</summary>
/// <param name="store">The state.</param>
/// <param name="statePath">The state's folder on this machine.</param>
/// <param name="id">The run.</param>
internal sealed class RunFolder(Store store, string statePath, string id)
{
    /// <summary>The stream that a list of runs reads.</summary>
    public const string SummaryName = "summary.json";

    private const string PlanName = "plan.json";
    private const string DefinitionName = "definition.json";
    private const int MostTries = 100;

    /// <summary>The run's id.</summary>
    public string Id => id;

    /// <summary>The run's folder on this machine.</summary>
    public string Path { get; } = System.IO.Path.Combine(statePath, "runs", id);

    /// <summary>Where the streams and exit statuses of its attempts are, on this machine.</summary>
    public string AttemptsPath => System.IO.Path.Combine(Path, "attempts");

    /// <summary>Where scripts find a taskserv's files, on this machine.</summary>
    public string TaskservPath(string taskserv) => System.IO.Path.Combine(Path, "taskservs", StoreNames.Part(taskserv));

    /// <summary>
    /// Makes a new run and takes its lease, so that nobody ever finds it without a holder. It is not listed before its journal begins.
    /// </summary>
    public static async Task<(RunFolder Folder, Lease Lease)> CreateAsync(
        Random random, Store store, string statePath, RunOrigin origin, LeaseTerms terms, TimeProvider time, CancellationToken cancellationToken)
    {
        for (int tries = 0; tries < MostTries; tries++)
        {
            string made = RunIds.New(time, random);
            if (await Lease.TryCreateAsync(store, StateLayout.RunLease(made), origin, terms, time, cancellationToken) is not { } lease)
                continue;
            await WaitForSweepAsync(store, lease, terms, time, cancellationToken);
            return (new RunFolder(store, statePath, made), lease);
        }
        throw new BatchWorkflowException("State.NoRunId", $"{MostTries} new run ids were all taken: the state in '{statePath}' cannot be right.");
    }

    /// <summary>Takes the run's lease (<see cref="LeaseHeldException"/>), with a token greater than that of every holder and journal segment before.</summary>
    public async Task<Lease> AcquireAsync(RunOrigin origin, LeaseTerms terms, TimeProvider time, CancellationToken cancellationToken)
    {
        IReadOnlyList<long> tokens = await SegmentChain.TokensAsync(store, id, cancellationToken);
        LeaseTerms safe = terms with { LeastToken = Math.Max(terms.LeastToken, tokens.Count > 0 ? tokens[0] + 1 : 1) };
        Lease lease = await Lease.AcquireAsync(store, StateLayout.RunLease(id), origin, safe, time, cancellationToken);
        await WaitForSweepAsync(store, lease, terms, time, cancellationToken);
        return lease;
    }

    /// <summary>Writes the plan, on the disk when this returns.</summary>
    /// <returns>The SHA-256 of plan.json in hex.</returns>
    public Task<string> WritePlanAsync(Plan plan, CancellationToken cancellationToken) => WriteAsync(PlanName, plan, cancellationToken);

    /// <summary>Reads the plan; Run.FileChanged when it is not the one whose hash the journal knows.</summary>
    public Task<Plan> ReadPlanAsync(string hash, CancellationToken cancellationToken) => ReadAsync<Plan>(PlanName, hash, cancellationToken);

    /// <summary>Writes a plan that takes the place of the submitted one, beside it, and its definitions; on the disk when this returns.</summary>
    /// <returns>The SHA-256 of the plan's file in hex, by which it is named.</returns>
    public async Task<string> WriteLaterPlanAsync(Plan plan, CancellationToken cancellationToken)
    {
        string hash = HashOf(JsonSerializer.SerializeToUtf8Bytes(plan, EngineJson.File));
        await WriteAsync($"definition.{hash}.json", plan.Source, cancellationToken);
        await WriteAsync(LaterPlanName(hash), plan, cancellationToken);
        return hash;
    }

    /// <summary>Reads a plan that took the place of the submitted one.</summary>
    public Task<Plan> ReadLaterPlanAsync(string hash, CancellationToken cancellationToken) => ReadAsync<Plan>(LaterPlanName(hash), hash, cancellationToken);

    /// <summary>The stream of a plan that took the place of the submitted one.</summary>
    public static string LaterPlanName(string hash) => $"plan.{hash}.json";

    /// <summary>Writes the definitions that the run uses, on the disk when this returns.</summary>
    /// <returns>The SHA-256 of definition.json in hex.</returns>
    public Task<string> WriteDefinitionAsync(PlanSource definition, CancellationToken cancellationToken) =>
        WriteAsync(DefinitionName, definition, cancellationToken);

    /// <summary>Reads the definitions that the run uses; Run.FileChanged when they are not those of that hash.</summary>
    public Task<PlanSource> ReadDefinitionAsync(string hash, CancellationToken cancellationToken) =>
        ReadAsync<PlanSource>(DefinitionName, hash, cancellationToken);

    /// <summary>Replaces what lists show of the run, unless a newer holder did.</summary>
    public async Task WriteSummaryAsync(RunSummary summary, CancellationToken cancellationToken)
    {
        byte[] bytes = summary.Write();
        while (true)
        {
            StoreContent? found = await store.ReadAsync(Name(SummaryName), 0, cancellationToken);
            if (found is not null && Parse(found) is { } other && other.Token > summary.Token)
                return;
            try
            {
                await store.ReplaceAsync(Name(SummaryName), bytes, found?.Version ?? StoreVersion.Absent, Durability.Written, cancellationToken);
                return;
            }
            catch (StoreConflictException)
            {
                // The next holder began in between.
            }
        }
    }

    /// <summary>What lists show of the run; null when there is none that can be read: the journal has it all.</summary>
    public async Task<RunSummary?> ReadSummaryAsync(CancellationToken cancellationToken) =>
        await store.ReadAsync(Name(SummaryName), 0, cancellationToken) is { } content ? Parse(content) : null;

    /// <summary>True when there is a summary, be it readable or not: the run has been accepted.</summary>
    public async Task<bool> HasSummaryAsync(CancellationToken cancellationToken) =>
        await store.ReadAsync(Name(SummaryName), 0, cancellationToken) is not null;

    private static async Task WaitForSweepAsync(Store store, Lease lease, LeaseTerms terms, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await ContentSweep.WaitAsync(store, terms.Processes, time, cancellationToken);
            await MoveNote.RefuseAsync(store, cancellationToken);
        }
        catch
        {
            await lease.DisposeAsync();
            throw;
        }
    }

    private static RunSummary? Parse(StoreContent content)
    {
        try
        {
            return RunSummary.Read(content.Bytes.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string Name(string name) => StateLayout.Run(id, name);

    private async Task<string> WriteAsync<T>(string name, T value, CancellationToken cancellationToken)
    {
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(value, EngineJson.File);
        await store.ReplaceAsync(Name(name), bytes, StoreVersion.Any, Durability.Flushed, cancellationToken);
        return HashOf(bytes);
    }

    private static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private async Task<T> ReadAsync<T>(string name, string hash, CancellationToken cancellationToken)
    {
        StoreContent content = await store.ReadAsync(Name(name), 0, cancellationToken)
            ?? throw new BatchWorkflowException("Run.FileMissing", $"'{Name(name)}' is missing, so run {id} cannot go on.")
            {
                RecommendedAction = "Bring the file back from a backup, or submit the workflow again.",
            };
        if (HashOf(content.Bytes.Span) != hash)
        {
            throw new BatchWorkflowException("Run.FileChanged", $"'{Name(name)}' is not the file that run {id} {(name == PlanName || name == DefinitionName ? "was submitted with" : "went on by")}.")
            {
                RecommendedAction = "Bring the file back from a backup, or submit the workflow again.",
            };
        }
        return JsonSerializer.Deserialize<T>(content.Bytes.Span, EngineJson.File)!;
    }
}
