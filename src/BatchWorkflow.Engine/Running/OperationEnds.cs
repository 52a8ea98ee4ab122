namespace BatchWorkflow.Engine.Running;

/// <summary>How the steps of an operation have ended, for what depends on the operation: as a whole, or on each server by itself.</summary>
internal sealed class OperationEnds
{
    private Dictionary<string, BrokenStep>? _byServer;
    private Dictionary<string, BrokenStep>? _inherited;
    private BrokenStep? _first;
    private BrokenStep? _ofAll;
    private bool _hasHeld;

    /// <summary>A step has ended as hard dependents need it.</summary>
    /// <param name="inherited">What the operations that it depends on did not do on their servers, when it has no server itself; null for none.</param>
    public void Held(IReadOnlyList<OperationEnds>? inherited)
    {
        _hasHeld = true;
        foreach (OperationEnds before in inherited ?? [])
            Inherit(before);
    }

    /// <summary>A step has ended otherwise.</summary>
    /// <param name="step">The step.</param>
    /// <param name="servers">The servers that it is about; none for all.</param>
    public void Broke(BrokenStep step, IReadOnlyList<string> servers)
    {
        _first ??= step;
        if (servers.Count == 0)
            _ofAll ??= step;
        foreach (string server in servers)
            (_byServer ??= new(StringComparer.Ordinal)).TryAdd(server, step);
    }

    /// <summary>The step that breaks a dependency on the operation, or null when the dependency holds.</summary>
    /// <param name="perServer">True when each server is judged by itself.</param>
    /// <param name="server">The dependent's server; null when it has none: then a success on any server will do.</param>
    public BrokenStep? For(bool perServer, string? server)
    {
        if (!perServer)
            return _first ?? (server is null ? null : _inherited?.GetValueOrDefault(server));
        if (_ofAll is not null || (server is null && !_hasHeld))
            return _ofAll ?? _first;
        return server is null ? null : _byServer?.GetValueOrDefault(server) ?? _inherited?.GetValueOrDefault(server);
    }

    private void Inherit(OperationEnds before)
    {
        foreach ((string server, BrokenStep step) in (before._byServer ?? []).Concat(before._inherited ?? []))
            (_inherited ??= new(StringComparer.Ordinal)).TryAdd(server, step);
    }
}

/// <summary>A step that did not end as hard dependents need it.</summary>
internal sealed record BrokenStep(string Step, StepStatus Status);
