using System.Security.Cryptography;
using System.Text.Json;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Engine.Tests.Definitions;

public sealed class DefinitionLoaderTests
{
    private static readonly DefinitionLoader Loader = new([], Fixtures.ModuleTaskservs);

    public static TheoryData<string> Examples => [.. Fixtures.Examples().Where(e => e.Kind == "workflow").Select(e => Path.GetRelativePath(Fixtures.Root, e.File))];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Example_AsItShips_HasNoProblems(string file) =>
        Assert.Empty((await Loader.LoadAsync(new DefinitionInput(Path.Combine(Fixtures.Root, file)), new PlanOptions(), default)).Problems);

    [Theory]
    [InlineData("names")]
    [InlineData("orders")]
    [InlineData("later")]
    [InlineData("gates")]
    [InlineData("templates")]
    public async Task Whole_Wrong_IsToldAtOnce(string folder)
    {
        string path = Path.Combine(Fixtures.Folder, "whole", folder, "workflow.yaml");
        LoadedWorkflow loaded = await Loader.LoadAsync(new DefinitionInput(path), new PlanOptions(), default);
        Assert.Null(loaded.Source);
        Fixtures.AssertProblems(path, loaded.Problems.Select(Short));
    }

    [Fact]
    public async Task Whole_Right_IsLoadedWithFilesAndDefaults()
    {
        PlanSource source = await Sound(new PlanOptions());
        Assert.Equal(["containerd", "kubernetes", "os"], source.Taskservs.Keys);
        Assert.Equal("site", source.Infrastructure.Name);
        Assert.Equal("fi-hel1", source.Infrastructure.Servers[1].Settings["zone"]);
        Assert.Equal("The base system.", source.Taskservs["os"].Description);
        TaskservDefinition kubernetes = source.Taskservs["kubernetes"];
        Assert.Equal(["create.sh", "files/config.conf", "taskserv.yaml"], kubernetes.Files.Keys);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("key: value\n"u8)), kubernetes.Files["files/config.conf"]);
        Assert.Equal("create.sh", kubernetes.Scripts["create"]);
        Assert.True(kubernetes.StandIn);
        Assert.Equal(FailureAction.Continue, source.Workflow.Operations[2].OnFailure);
        Assert.Equal((6, 61), (source.Workflow.Source.Find("operations[1].items[1]").Line, source.Workflow.Source.Find("operations[1].items[1]").Column));
        Assert.Equal(3, source.Infrastructure.Source.Find("servers[1].cpu.none").Line);
    }

    [Fact]
    public async Task Infrastructure_ThatIsNotThere_LetsServersStandWhereTheWorkflowNamesThem()
    {
        using TemporaryFolder folder = new();
        string path = folder["workflow.yaml"];
        await File.WriteAllTextAsync(path, "name: w\noperations:\n  - { id: a, type: create, target: server, items: [one] }\n  - { id: b, type: create, target: server, items: [one, two] }\n");
        PlanSource source = (await Loader.LoadAsync(new DefinitionInput(path), new PlanOptions(), default)).Source!;
        Assert.Equal(new SourceLocation(path, 3, 52), source.Infrastructure.Source.Find("servers[0].cpu"));
        Assert.Equal(new SourceLocation(path, 4, 57), source.Infrastructure.Source.Find("servers[1].provider"));
        Assert.Equal(new SourceLocation(path, 1, 1), source.Infrastructure.Source.Find("providers.x"));
    }

    [Fact]
    public async Task Environment_Chosen_LaysItsVariablesOver()
    {
        PlanSource source = await Sound(new PlanOptions { Environment = "prod" });
        Assert.Equal("de", source.Workflow.Variables["region"]);
        Assert.Equal(1L, source.Workflow.Variables["replicas"]);
    }

    [Fact]
    public async Task Environment_Unknown_IsAProblemWithAHint()
    {
        LoadedWorkflow loaded = await Load("sound", new PlanOptions { Environment = "prd" });
        Problem problem = Assert.Single(loaded.Problems);
        Assert.Equal("Definition.UnknownEnvironment", problem.Code);
        Assert.Equal("Did you mean prod?", problem.Hint);
        Assert.Equal(10, problem.Location.Line);
    }

    [Fact]
    public async Task Environment_WithLaterSecrets_IsRefusedOnlyWhenChosen()
    {
        string[] unchosen = [.. (await Load("later", new PlanOptions())).Problems.Select(p => p.Message)];
        string[] chosen = [.. (await Load("later", new PlanOptions { Environment = "prod" })).Problems.Select(p => p.Message)];
        Assert.StartsWith("environments.prod.token: secret references", Assert.Single(chosen.Except(unchosen)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_GivenAsLaterReference_AreRefused()
    {
        LoadedWorkflow loaded = await Load("sound", new PlanOptions { Variables = new Dictionary<string, object?> { ["token"] = "kms:x" } });
        Assert.StartsWith("-Variable: token: secret references that begin with kms:", Assert.Single(loaded.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infrastructure_Missing_IsMadeUpOfCreatedServers()
    {
        using Scratch scratch = new();
        string path = scratch.Write("workflow.yaml", "name: alone\noperations: [{ id: a, type: create, target: server, items: [one, two] }]");
        PlanSource source = (await Loader.LoadAsync(new DefinitionInput(path), new PlanOptions(), default)).Source!;
        Assert.Equal("alone", source.Infrastructure.Name);
        Assert.Equal([("one", "local"), ("two", "local")], source.Infrastructure.Servers.Select(s => (s.Name, s.Provider)));
    }

    [Fact]
    public async Task Hash_OfTheSameDefinitions_IsTheSameWhereverTheyLie()
    {
        PlanSource source = await Sound(new PlanOptions());
        string hash = DefinitionHash.Compute(source);
        using Scratch scratch = new();
        scratch.Copy(Path.Combine(Fixtures.Folder, "whole", "sound"));
        string moved = Path.Combine(scratch.Folder, "workflow.yaml");
        Assert.Equal(hash, DefinitionHash.Compute((await Loader.LoadAsync(new DefinitionInput(moved), new PlanOptions(), default)).Source!));
        string json = JsonSerializer.Serialize(source, EngineJson.File);
        Assert.Equal(hash, DefinitionHash.Compute(JsonSerializer.Deserialize<PlanSource>(json, EngineJson.File)!));

        scratch.Write("taskservs/kubernetes/files/config.conf", "key: other");
        Assert.NotEqual(hash, DefinitionHash.Compute((await Loader.LoadAsync(new DefinitionInput(moved), new PlanOptions(), default)).Source!));
    }

    [Fact]
    public async Task Tree_WithoutFile_IsLoadedInItsFolder()
    {
        SourceLocation at = new("-Definition", 0, 0);
        MapNode root = new(at, [
            Entry("name", new ScalarNode(at, "given")),
            Entry("operations", new ListNode(at, [new MapNode(at, [Entry("id", new ScalarNode(at, "a")), Entry("typ", new ScalarNode(at, "create"))])]))]);
        LoadedWorkflow loaded = await Loader.LoadAsync(new DefinitionInput(null, root, Fixtures.Folder), new PlanOptions(), default);
        Assert.Equal("-Definition: operations[0].typ is not a known key. Did you mean type?", loaded.Problems[0].ToString());

        MapEntry Entry(string key, DefinitionNode value) => new(key, at, value);
    }

    [Fact]
    public async Task Cancellation_BeforeTheLoad_EndsIt() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Loader.LoadAsync(new DefinitionInput("x.yaml"), new PlanOptions(), new CancellationToken(true)));

    private static Task<LoadedWorkflow> Load(string folder, PlanOptions options) =>
        Loader.LoadAsync(new DefinitionInput(Path.Combine(Fixtures.Folder, "whole", folder, "workflow.yaml")), options, default);

    private static async Task<PlanSource> Sound(PlanOptions options)
    {
        LoadedWorkflow loaded = await Load("sound", options);
        Assert.Empty(loaded.Problems);
        return loaded.Source!;
    }

    private static Problem Short(Problem problem)
    {
        string Cut(string text) => text.Replace(Fixtures.Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
        return problem with
        {
            Location = problem.Location with { File = Cut(problem.Location.File ?? "") },
            Message = Cut(problem.Message),
            Hint = problem.Hint is null ? null : Cut(problem.Hint),
        };
    }
}
