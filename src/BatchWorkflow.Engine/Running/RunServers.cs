using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Templating;

namespace BatchWorkflow.Engine.Running;

/// <summary>The servers of a run: finds each once it is there, and keeps one connection to it.</summary>
internal sealed class RunServers(
    InfrastructureDefinition infrastructure, RunProviders providers, RunDefinitions definitions, ConnectionSecrets secrets, EngineParts engine) : IAsyncDisposable
{
    /// <summary>Tells of a server that its provider does not know how it can be reached all the same; null where it cannot. Runs reach only what is known.</summary>
    public Func<ServerDefinition, ResourceState?> Beforehand { get; init; } = static _ => null;

    private readonly Dictionary<string, Task<Connection?>> _connections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnownServer> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ServerDefinition> _servers = infrastructure.Servers.ToDictionary(s => s.Name, StringComparer.Ordinal);

    /// <summary>The connection to a step's server, or null when the server is not there.</summary>
    public async Task<Connection?> ConnectAsync(AttemptContext context, CancellationToken cancellationToken)
    {
        ServerDefinition server = _servers[context.Step.Server!];
        Task<Connection?> opening;
        lock (_connections)
        {
            if (!_connections.TryGetValue(server.Name, out Task<Connection?>? found) || found.IsFaulted || found.IsCanceled)
                _connections[server.Name] = found = OpenAsync(server, context);
            opening = found;
        }
        Connection? connection = await opening.WaitAsync(cancellationToken);
        if (connection is null)
            Forget(server.Name);
        return connection;
    }

    /// <summary>What was found out about a server when it was connected to; null before that.</summary>
    public KnownServer? KnownOf(string server)
    {
        lock (_connections)
            return _known.GetValueOrDefault(server);
    }

    /// <summary>Drops what is known of a server: it was deleted or changed.</summary>
    public void Forget(string server)
    {
        lock (_connections)
        {
            _connections.Remove(server);
            _known.Remove(server);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (Task<Connection?> opening in _connections.Values)
            if (opening.IsCompletedSuccessfully && await opening is { } connection)
                await connection.DisposeAsync();
    }

    private async Task<Connection?> OpenAsync(ServerDefinition server, AttemptContext context)
    {
        string identity = Specifications.Identity(infrastructure.Name, server.Name);
        ResourceState? state = await providers[server.Provider].FindAsync(identity, context.Waiting, CancellationToken.None);
        state ??= Beforehand(server);
        if (state is null)
            return null;
        KnownServer known = new(state.ProviderId, state.Facts, context.Known is { } before && before.ProviderId == state.ProviderId ? before.Told : null);
        Connection connection = await OpenAsync(server, state, known with { IsToBeAsked = known.Told is null }, context);
        try
        {
            if (known.Told is null)
                known = known with { Told = await connection.FactsAsync(CancellationToken.None) };
            await KeepAsync(identity, known);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        lock (_connections)
            _known[server.Name] = known;
        if (!known.IsAsBefore(context.Known))
            context.Reached(known);
        return connection;
    }

    private async Task<Connection> OpenAsync(ServerDefinition server, ResourceState state, KnownServer known, AttemptContext context)
    {
        RunTemplates templates = definitions.TemplatesOfConnection(context);
        TemplateScope scope = templates.ScopeOf(context.Step, templates.Resolve(context.Step, known, context.Outputs), known, context.Outputs, reveal: false);
        ConnectionDefinition rendered = server.Connection with { Settings = templates.Settings(server.Connection.Settings, scope) };
        return engine.Plugins.Connections[server.Connection.Kind].Open(new ConnectionContext
        {
            Definition = await secrets.ResolveAsync(server with { Connection = rendered }, CancellationToken.None),
            Server = state,
            StatePath = engine.StatePath,
            Time = engine.Time,
        });
    }

    /// <summary>Later plans judge by what a server tells of its size; what no run has made or changed has no record to keep it in.</summary>
    private Task KeepAsync(string identity, KnownServer known) => known.Told is null
        ? Task.CompletedTask
        : engine.Records.ChangeAsync(identity, record => record?.ProviderId == known.ProviderId ? record! with { Told = known.Told } : record, CancellationToken.None);
}
