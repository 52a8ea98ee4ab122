using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>Which run a plan says installed a taskserv.</summary>
public sealed class InstalledByTests
{
    private const string Install = """
        name: install
        operations:
          - { id: make, type: create, target: server, items: [a] }
          - { id: install, type: create, target: taskserv, items: [thing], depends_on: [make] }
        """;

    [Fact]
    public async Task Plan_FoundUnchangedByLaterRuns_NamesTheRunThatInstalledIt()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On("run infra/a thing*/check", Answer.Exits(1), Answer.Ok);
        BatchRun first = await engine.RunAsync(Install);
        BatchRun second = await engine.RunAsync(Install);
        Assert.Equal((RunStatus.Succeeded, RunStatus.Succeeded, 0), (first.Status, second.Status, second.StepsChanged));

        Assert.Equal($"installed by run {first.Id}; its check decides", await ReasonAsync(engine));
    }

    [Fact]
    public async Task Plan_NeverInstalledByARun_SaysWhichRunFoundIt()
    {
        await using ScriptedEngine engine = Make();
        BatchRun found = await engine.RunAsync(Install);

        Assert.Equal($"found there by run {found.Id}; its check decides", await ReasonAsync(engine));
    }

    private static ScriptedEngine Make()
    {
        ScriptedEngine engine = new();
        engine.WriteServers("a");
        engine.Write("taskservs/thing/taskserv.yaml", "description: A thing.\n");
        engine.Write("taskservs/thing/create.sh", "true\n");
        engine.Write("taskservs/thing/check.sh", "true\n");
        return engine;
    }

    private static async Task<string> ReasonAsync(ScriptedEngine engine) =>
        (await engine.PlanAsync(Install)).Steps.Single(s => s.Taskserv == "thing").Reason;

    [Fact]
    public async Task Record_OfWhatWasInstalledBeforeItsServerWasEverRecorded_StaysWhenTheServerIs()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On("run infra/a thing*/check", Answer.Exits(1), Answer.Ok);
        await engine.RunAsync("""
            name: make
            operations:
              - { id: make, type: create, target: server, items: [a] }
            """);
        File.Delete(Directory.GetFiles(engine.Engine.StatePath, "a.json", SearchOption.AllDirectories).Single());

        BatchRun run = await engine.RunAsync("""
            name: install
            operations:
              - { id: install, type: create, target: taskserv, items: [thing] }
              - { id: look, type: update, target: server, items: [a], depends_on: [install] }
            """);

        Assert.Equal($"installed by run {run.Id}; its check decides", await ReasonAsync(engine));
    }
}
