using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Planning;

namespace BatchWorkflow.Engine.Running;

/// <summary>
/// Holds servers by leases. They are always taken in the order of their names: a run that needs one takes those before it first that it
/// will need too, so two runs never wait for each other. A run that turns back needs servers again that it had let go of: when another has
/// taken one meanwhile, it lets go of those behind it.
/// </summary>
internal sealed class ServerHolds(string infrastructure, ServerLeases leases, TimeProvider time) : IServerHolds
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly SortedDictionary<string, int> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _held = new(StringComparer.Ordinal);
    private (string Server, string By, DateTimeOffset Next)? _refused;

    /// <inheritdoc />
    public async ValueTask NeedAsync(IEnumerable<PlanStep> steps)
    {
        _open.Clear();
        foreach (PlanStep step in steps)
            if (step.Server is { } server)
                _open[server] = _open.GetValueOrDefault(server) + 1;
        if (_held.Count == 0 || _open.Count == 0)
            return;
        string last = _held.Max(StringComparer.Ordinal)!;
        foreach (string server in _open.Keys.Where(s => string.CompareOrdinal(s, last) < 0 && !_held.Contains(s)).ToList())
            if (await leases.TryTakeAsync(Specifications.Identity(infrastructure, server), CancellationToken.None) is null)
            {
                _held.Add(server);
            }
            else
            {
                await LetGoBehindAsync(server);
                return;
            }
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

    /// <summary>Holds the servers of these steps from now on; the refusal when another run has one of them, else null.</summary>
    public async Task<BatchWorkflowException?> HoldAllAsync(IEnumerable<PlanStep> steps)
    {
        foreach (string server in ServersOf(steps))
        {
            if (await leases.TryTakeAsync(Specifications.Identity(infrastructure, server), CancellationToken.None) is { } other)
                return Held(server, other.RunId);
            _held.Add(server);
        }
        return null;
    }

    /// <summary>Refuses when another run has the server of one of these steps now; takes none of them.</summary>
    /// <exception cref="BatchWorkflowException">Server.Held.</exception>
    public static async Task RefuseHeldAsync(
        EngineParts engine, string infrastructure, string? run, IEnumerable<PlanStep> steps, CancellationToken cancellationToken)
    {
        foreach (string server in ServersOf(steps))
            if (await ServerLeases.ReadAsync(engine.Store, Specifications.Identity(infrastructure, server), engine.Terms.Processes, engine.Time, cancellationToken)
                is { } hold && hold.RunId != run)
                throw Held(server, hold.RunId);
    }

    /// <summary>Lets go of all servers.</summary>
    public Task ReleaseAllAsync() => leases.ReleaseAllAsync(CancellationToken.None);

    private async Task LetGoBehindAsync(string server)
    {
        foreach (string held in _held.Where(h => string.CompareOrdinal(h, server) > 0).ToList())
        {
            _held.Remove(held);
            await leases.ReleaseAsync(Specifications.Identity(infrastructure, held), CancellationToken.None);
        }
    }

    private string Refuse(string server, string run)
    {
        string by = $"server {server}, which is held by run {run}";
        _refused = (server, by, time.GetUtcNow() + Pause);
        return by;
    }

    private static SortedSet<string> ServersOf(IEnumerable<PlanStep> steps) => new(steps.Select(s => s.Server).OfType<string>(), StringComparer.Ordinal);

    private static BatchWorkflowException Held(string server, string run) => new("Server.Held", $"Server {server} is held by run {run}.")
    {
        RecommendedAction = $"Wait for it (Wait-BatchWorkflow {run}), or go on without -NoWait.",
    };
}
