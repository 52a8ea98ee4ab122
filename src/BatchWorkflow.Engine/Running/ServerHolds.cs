using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Planning;

namespace BatchWorkflow.Engine.Running;

/// <summary>
/// Holds servers by leases. They are always taken in the order of their names: a run that needs one takes those before it first that it
/// will need too, so two runs never wait for each other.
/// </summary>
internal sealed class ServerHolds(string infrastructure, ServerLeases leases, TimeProvider time, bool noWait) : IServerHolds
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly SortedDictionary<string, int> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _held = new(StringComparer.Ordinal);
    private (string Server, string By, DateTimeOffset Next)? _refused;

    /// <inheritdoc />
    public void Need(IEnumerable<PlanStep> steps)
    {
        _open.Clear();
        foreach (PlanStep step in steps)
            if (step.Server is { } server)
                _open[server] = _open.GetValueOrDefault(server) + 1;
    }

    /// <inheritdoc />
    public async ValueTask<string?> TryHoldAsync(PlanStep step)
    {
        if (step.Server is not { } server || _held.Contains(server))
            return null;
        foreach (string next in _open.Keys.Where(s => string.CompareOrdinal(s, server) <= 0 && !_held.Contains(s)).ToList())
        {
            if (_refused is { } known && known.Server == next && time.GetUtcNow() < known.Next)
                return known.By;
            if (await leases.TryTakeAsync(Specifications.Identity(infrastructure, next), CancellationToken.None) is { } other)
                return Refuse(next, other.RunId);
            _held.Add(next);
        }
        return null;
    }

    /// <inheritdoc />
    public async ValueTask DoneAsync(PlanStep step)
    {
        if (step.Server is not { } server || !_open.TryGetValue(server, out int open))
            return;
        _open[server] = open - 1;
        if (open > 1)
            return;
        _open.Remove(server);
        if (_held.Remove(server))
            await leases.ReleaseAsync(Specifications.Identity(infrastructure, server), CancellationToken.None);
    }

    /// <summary>Lets go of all servers.</summary>
    public Task ReleaseAllAsync() => leases.ReleaseAllAsync(CancellationToken.None);

    private string Refuse(string server, string run)
    {
        string by = $"server {server}, which is held by run {run}";
        if (noWait)
            throw new BatchWorkflowException("Server.Held", $"Server {server} is held by run {run}.")
            {
                RecommendedAction = $"Wait for it (Wait-BatchWorkflow {run}), or submit without -NoWait.",
            };
        _refused = (server, by, time.GetUtcNow() + Pause);
        return by;
    }
}
