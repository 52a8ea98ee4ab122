namespace BatchWorkflow.Engine.Storing;

/// <summary>Where things stand in the state.</summary>
internal static class StateLayout
{
    /// <summary>The prefix of all runs' streams.</summary>
    public const string Runs = "runs/";

    /// <summary>The prefix of the copies of files that runs use, by the SHA-256 of their content.</summary>
    public const string Files = "files/";

    /// <summary>The prefix of the records of resources.</summary>
    public const string Resources = "resources/";

    /// <summary>The prefix of the leases of servers.</summary>
    public const string Leases = "leases/";

    /// <summary>The prefix of the keys under which runs were submitted.</summary>
    public const string Keys = "keys/";

    /// <summary>All that belongs to the runs of a state, wherever it is kept.</summary>
    public static readonly IReadOnlyList<string> Moved = [Runs, Files, Resources, Leases, Keys];

    /// <summary>A stream of a run.</summary>
    public static string Run(string runId, string name) => $"runs/{runId}/{name}";

    /// <summary>The lease of a run.</summary>
    public static string RunLease(string runId) => Run(runId, "lease.json");

    /// <summary>The lease of a server.</summary>
    public static string ServerLease(string identity) => $"{Leases}server/{StoreNames.Identity(identity)}.json";

    /// <summary>
    /// True for what processes other than the engine fill (servers, the streams of attempts, the files that scripts see):
    /// files in the state's folder, but no streams.
    /// </summary>
    public static bool IsForeign(ReadOnlySpan<char> name)
    {
        if (name.StartsWith("servers/", StringComparison.Ordinal))
            return true;
        if (!name.StartsWith(Runs, StringComparison.Ordinal))
            return false;
        ReadOnlySpan<char> rest = name[Runs.Length..];
        rest = rest[(rest.IndexOf('/') + 1)..];
        return rest.StartsWith("attempts/", StringComparison.Ordinal) || rest.StartsWith("taskservs/", StringComparison.Ordinal);
    }

    /// <summary>True for what stays on the machine that wrote it, also when the streams are in a database: foreign files and logs.</summary>
    public static bool IsLocal(ReadOnlySpan<char> name) => IsForeign(name) || (name.StartsWith(Runs, StringComparison.Ordinal) && name.EndsWith("/log.jsonl", StringComparison.Ordinal));
}
