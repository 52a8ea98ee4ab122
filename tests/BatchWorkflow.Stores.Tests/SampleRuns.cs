using System.Runtime.Versioning;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit.Postgres;

namespace BatchWorkflow.Stores.Tests;

/// <summary>For tests that need whole runs: a workflow of one local server and one taskserv, and engines on any state.</summary>
[UnsupportedOSPlatform("windows")]
public abstract class SampleRuns(PostgresServer server) : StoreKinds(server)
{
    /// <summary>An engine on a state, as on a host of that name.</summary>
    private protected static BatchEngine Engine(string place, string? host = null, TimeProvider? time = null) => new(new EngineOptions
    {
        StatePath = place,
        Plugins = [typeof(BatchWorkflow.Providers.Local.LocalProviderFactory).Assembly, typeof(Stores.Sqlite.RkvsStoreFactory).Assembly],
        Time = time ?? TimeProvider.System,
        Origin = new RunOrigin { User = "ann", Host = host ?? Environment.MachineName, Process = Environment.ProcessId },
    });

    private protected static async Task<Plan> PlanAsync(BatchEngine engine, string workflow) =>
        (await engine.PlanAsync(new DefinitionInput(workflow), new PlanOptions(), refresh: false, new Dictionary<string, string>(), default)).Plan!;

    private protected static async Task<BatchRun> SubmitAsync(BatchEngine engine, string workflow)
    {
        await using ActiveRun run = await engine.SubmitAsync(await PlanAsync(engine, workflow), new RunOptions(), default);
        return await run.Completion;
    }

    private protected string Workflow(string create, int attempts = 1)
    {
        string folder = Directory.CreateDirectory(Path.Combine(Folder, $"w{Guid.NewGuid():n}")).FullName;
        string taskserv = Directory.CreateDirectory(Path.Combine(folder, "taskservs", "thing")).FullName;
        File.WriteAllText(Path.Combine(taskserv, "taskserv.yaml"), "description: A thing.\n");
        File.WriteAllText(Path.Combine(taskserv, "create.sh"), $"#!/bin/sh\n{create}\n");
        File.WriteAllText(Path.Combine(taskserv, "delete.sh"), "#!/bin/sh\n");
        File.WriteAllText(Path.Combine(folder, "infrastructure.yaml"), "servers: [{ name: s1 }]\nproviders: { local: { ports: 0, port_range_size: 1 } }\n");
        string file = Path.Combine(folder, "workflow.yaml");
        File.WriteAllText(file, $$"""
            name: {{Path.GetFileName(folder)}}
            operations:
              - { id: make, type: create, target: server, items: [s1] }
              - { id: install, type: create, target: taskserv, items: [thing], depends_on: [make], on_failure: fail }
            retry_policy: { max_attempts: {{attempts}}, initial_delay: 1 }
            logging: { destinations: [stdout] }
            """);
        return file;
    }
}
