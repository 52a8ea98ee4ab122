using System.Text.Json;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Simulation.Tests.Laws.World;

namespace BatchWorkflow.Simulation.Tests.Laws.Generating;

/// <summary>The world as an input finds it, and what earlier runs recorded of it.</summary>
internal static class CaseWorld
{
    private const string FormerVersion = "0", FormerRun = "20260101-000000-aaaa";

    public static ModelWorld Of(Case made, Func<string, TimeSpan>? durations = null)
    {
        ModelWorld world = new(made.Faults, durations ?? Duration);
        ProviderDependencies limits = new()
        {
            RequiresNetwork = made.Network,
            NetworkBeforeServers = made.Network,
            SharedResources = made.Network ? ["net"] : [],
            ApiRateLimit = made.RateLimit,
            BatchSize = made.BatchSize,
        };
        foreach (string provider in new[] { "alpha", "beta" })
            world.Limits[provider] = limits;
        foreach (TaskservCase taskserv in made.Taskservs)
            world.Ways[taskserv.Name] = new ScriptWays(taskserv.Check is CheckForm.Full or CheckForm.Absent, taskserv.Check == CheckForm.Full);
        foreach (ServerCase server in made.Servers.Where(s => s.IsThere))
            Put(world, made, server);
        return world;
    }

    /// <summary>The records, written to a store.</summary>
    public static async Task RecordAsync(Case made, ModelWorld world, Store store)
    {
        foreach (ServerCase server in made.Servers)
            if (server.Found is Found.AsWanted or Found.Different or Found.Drifted or Found.Gone)
            {
                ResourceRecord record = Record(made, server, world.Machines.GetValueOrDefault(server.Name)?.Id ?? $"{server.Provider}-{server.Name}#0");
                await store.ReplaceAsync($"resources/{record.Identity}.json", JsonSerializer.SerializeToUtf8Bytes(record, EngineJson.File),
                    StoreVersion.Absent, Durability.Written, CancellationToken.None);
            }
    }

    private static TimeSpan Duration(string call) =>
        TimeSpan.FromSeconds(call.StartsWith("find", StringComparison.Ordinal) ? 1 : call.Sum(c => c) * 7 % 13);

    private static void Put(ModelWorld world, Case made, ServerCase server)
    {
        Machine machine = new()
        {
            Name = server.Name,
            Id = world.NewId($"{server.Provider}-{server.Name}"),
            Properties = Properties(server),
            IsAdopted = server.IsAdopted,
            IsKnown = server.Found is not (Found.Absent or Found.Gone),
        };
        world.Machines[server.Name] = machine;
        if (made.Network && machine.IsKnown)
            world.Shared.TryAdd($"{server.Provider}/net", world.NewId($"{server.Provider}/net"));
        foreach (PlacementCase placement in made.Placements.Where(p => p.Server == server.Name && p.Found != Found.Gone))
        {
            bool isWanted = placement.Found is Found.AsWanted or Found.UnrecordedAsWanted;
            machine.Taskservs[placement.Taskserv] = Installed(made, made.Taskserv(placement.Taskserv), isWanted);
        }
    }

    private static Dictionary<string, object?> Properties(ServerCase server)
    {
        bool isOther = server.Found is Found.Different or Found.Drifted or Found.UnrecordedDifferent;
        Dictionary<string, object?> properties = new(Specifications.For(Case.Infrastructure, CaseSource.Server(server)).Properties);
        if (isOther)
            properties[server.OtherImage ? "image" : "cpu"] = server.OtherImage ? "other" : 9L;
        return properties;
    }

    private static string Installed(Case made, TaskservCase taskserv, bool isWanted) => ModelScript.Wanted(
        Variables(made, taskserv).ToDictionary(v => $"BW_VAR_{v.Key.ToUpperInvariant()}", v => v.Value is bool flag ? (flag ? "true" : "false") : $"{v.Value}")
            .Append(new KeyValuePair<string, string>("BW_VERSION", isWanted ? $"{taskserv.Version}" : FormerVersion)).ToDictionary());

    private static Dictionary<string, object?> Variables(Case made, TaskservCase taskserv) =>
        new(CaseSource.Taskserv(taskserv).Variables) { ["flag"] = made.Flag };

    private static ResourceRecord Record(Case made, ServerCase server, string id) => new()
    {
        Identity = $"{Case.Infrastructure}/{server.Name}",
        Kind = Specifications.ServerKind,
        Provider = server.Provider,
        ProviderId = id,
        RunId = FormerRun,
        Applied = Specifications.For(Case.Infrastructure, CaseSource.Server(server with { Found = Found.AsWanted })) with { Properties = Properties(server.Found == Found.Drifted ? server with { Found = Found.AsWanted } : server) },
        Taskservs = made.Placements
            .Where(p => p.Server == server.Name && p.Found is Found.AsWanted or Found.Different or Found.Drifted or Found.Gone)
            .ToDictionary(p => p.Taskserv, p => Record(made, made.Taskserv(p.Taskserv), p.Found)),
    };

    private static TaskservRecord Record(Case made, TaskservCase taskserv, Found found) => new()
    {
        Name = taskserv.Name,
        Version = found == Found.Different ? FormerVersion : $"{taskserv.Version}",
        Variables = Variables(made, taskserv),
        Scripts = CaseSource.Taskserv(taskserv).Scripts,
        RunId = FormerRun,
    };
}
