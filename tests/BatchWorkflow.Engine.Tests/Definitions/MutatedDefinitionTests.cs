using System.Text;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Tests.Running;
using BatchWorkflow.TestKit.Mutating;

namespace BatchWorkflow.Engine.Tests.Definitions;

/// <summary>Whatever is done to the files of a definition, reading and planning them ends in a plan or in problems with places, in plain words.</summary>
public sealed class MutatedDefinitionTests
{
    private const string Infrastructure = """
        name: infra
        servers:
          - { name: a, provider: scripted, connection: { kind: scripted }, labels: { role: web }, taskservs: [thing] }
          - { name: b, provider: scripted, connection: { kind: scripted }, cpu: 2, memory: 4096, variables: { list: [1, 2.5, x, null] } }
        clusters: [{ name: both, servers: [a, b], taskservs: [thing] }]
        providers: { scripted: { zone: z1 } }
        """;

    private const string Workflow = """
        name: site
        type: batch
        operations:
          - { id: make, type: create, target: server, items: [a, b], batch_size: 1 }
          - id: install
            type: create
            target: taskserv
            items: [thing]
            depends_on: [make]
            servers: "role=web"
            timeout: 60
            when: "vars.count > 1 and server.name != 'c'"
            retry_policy: { max_attempts: 2, initial_delay: 1, max_delay: 5, backoff: linear }
            on_failure: continue
          - { id: ask, type: gate, message: "Go on with {{ vars.count }}?", depends_on: [make], answers: { n: { type: int }, c: { type: choice, choices: [x, y] } } }
        dependencies: [{ source: taskserv.thing, target: server.a, type: soft, wait_condition: "status.make == 'succeeded'" }]
        rollback_strategy: { enabled: true, checkpoint_interval: 2 }
        logging: { level: debug, destinations: [file, stdout], path: logs, retention_days: 3 }
        variables: { count: 2, word: "plain", nested: { deep: [1, { a: b }] }, made: "{{ vars.word }}-{{ server.name }}" }
        environments: { prod: { count: 3 } }
        concurrency: 4
        """;

    private const string Json = """
        {
          "name": "site",
          "operations": [
            { "id": "make", "type": "create", "target": "server", "items": ["a", "b"] },
            { "id": "install", "type": "create", "target": "taskserv", "items": ["thing"], "depends_on": ["make"], "timeout": 30.5 }
          ],
          "variables": { "a": [1, true, null, "text", { "b": 1.25 }] }
        }
        """;

    private const string Taskserv = "description: A thing.\nversion: 1.10\nrequires: []\nminimum_resources: { cpu: 1 }\nhealth_check: { command: \"true\", timeout: 5, retries: 2 }\nvariables: { port: 80 }\n";

    private static readonly (string File, string Text)[] Files =
        [("workflow.yaml", Workflow), ("workflow.json", Json), ("infrastructure.yaml", Infrastructure), ("taskservs/thing/taskserv.yaml", Taskserv), ("workflow.yaml", Workflow)];

    [Fact]
    public async Task Definition_Mutated_IsPlannedOrRefusedAtItsPlacesInPlainWords()
    {
        await using ScriptedEngine engine = new();
        int refused = 0;
        int count = 0;
        await Mutations.EachAsync(200, async seed =>
        {
            Random random = new(seed);
            (string file, string text) = Files[random.Next(Files.Length)];
            WriteAll(engine);
            Mutation mutation = new(random);
            byte[] bytes = mutation.Apply(Encoding.UTF8.GetBytes(text));
            await File.WriteAllBytesAsync(engine[file], bytes, TestContext.Current.CancellationToken);
            count++;
            try
            {
                refused += await IsRefusedAsync(engine, engine[file.EndsWith(".json", StringComparison.Ordinal) ? file : "workflow.yaml"]) ? 1 : 0;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{file}: {string.Join(", ", mutation.Done)}: {e.Message}\n{Encoding.UTF8.GetString(bytes)}", e);
            }
        });
        Assert.True(count == 1 || refused > count / 4, $"Only {refused} of {count} were refused.");
    }

    private static async Task<bool> IsRefusedAsync(ScriptedEngine engine, string file)
    {
        LoadedWorkflow loaded = await engine.Engine.CheckAsync(new DefinitionInput(file), new PlanOptions(), TestContext.Current.CancellationToken);
        foreach (Problem problem in loaded.Problems)
        {
            Assert.NotEmpty(problem.Code);
            Mutations.AssertPlain(problem.Message);
            if (problem.Hint is not null)
                Mutations.AssertPlain(problem.Hint);
            Assert.False(string.IsNullOrEmpty(problem.Location.File), $"It has no place: {problem}");
        }
        if (!loaded.IsValid)
            return true;
        try
        {
            PlanResult planned = await engine.Engine.PlanAsync(new DefinitionInput(file), new PlanOptions(), refresh: false, new Dictionary<string, string>(), TestContext.Current.CancellationToken);
            return planned.Plan is null;
        }
        catch (BatchWorkflowException e)
        {
            Assert.NotEmpty(e.ErrorId);
            Mutations.AssertPlain(e.Message);
            return true;
        }
    }

    private static void WriteAll(ScriptedEngine engine)
    {
        foreach ((string file, string text) in Files)
            engine.Write(file, text);
        engine.Write("taskservs/thing/create.sh", "#!/bin/sh\n");
        engine.Write("taskservs/thing/delete.sh", "#!/bin/sh\n");
    }
}
