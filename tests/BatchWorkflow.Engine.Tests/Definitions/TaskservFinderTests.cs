using BatchWorkflow.Engine.Definitions;

namespace BatchWorkflow.Engine.Tests.Definitions;

public sealed class TaskservFinderTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void Taskservs_OfFolderAndModule_AreListedOnceWithTheirSource()
    {
        scratch.Write("flow/taskservs/os/taskserv.yaml", "description: Ours.\nversion: '2'\nrequires: [net]\nstand_in: true");
        scratch.Write("flow/taskservs/os/create.sh", "true");
        scratch.Write("flow/taskservs/os/check.ps1.j2", "true");
        scratch.Write("flow/taskservs/broken/taskserv.yaml", "description: [");
        scratch.Write("module/os/taskserv.yaml", "description: Theirs.");
        scratch.Write("module/net/taskserv.yaml", "description: Net.");
        IReadOnlyList<BatchTaskservInfo> found = new DefinitionLoader([], Path.Combine(scratch.Folder, "module")).Taskservs(Path.Combine(scratch.Folder, "flow"));
        Assert.Equal(["broken workflow ", "net module Net.", "os workflow Ours."], found.Select(t => $"{t.Name} {t.From} {t.Description}"));
        BatchTaskservInfo os = found[2];
        Assert.Equal(("2", true, Path.Combine(scratch.Folder, "flow", "taskservs", "os")), (os.Version, os.StandIn, os.Folder));
        Assert.Equal(["create", "check"], os.Actions);
        Assert.Equal(["net"], os.Requires);
    }

    [Fact]
    public void Taskservs_WhereThereAreNone_AreNone() => Assert.Empty(new DefinitionLoader([], null).Taskservs(scratch.Folder));

    [Fact]
    public async Task Search_GoesFromWorkflowOverInfrastructureToModule()
    {
        scratch.Write("flow/flow.yaml", "name: x\ninfrastructure: ../site/infrastructure.yaml\noperations: [{ id: a, type: create, target: taskserv, items: [a, b, c] }]");
        scratch.Write("site/infrastructure.yaml", "servers: [{ name: web-1 }]");
        foreach (string place in (string[])["flow/taskservs/a", "site/taskservs/a", "site/taskservs/b", "module/a", "module/b", "module/c"])
        {
            scratch.Write($"{place}/taskserv.yaml", $"description: {place}");
            scratch.Write($"{place}/create.sh", "true");
        }
        LoadedWorkflow loaded = await Load("flow/flow.yaml", "module");
        Assert.Empty(loaded.Problems);
        Assert.Equal(["flow/taskservs/a", "site/taskservs/b", "module/c"], loaded.Source!.Taskservs.Values.Select(t => t.Description));
        Assert.Equal("site", loaded.Source.Infrastructure.Name);
    }

    [Fact]
    public async Task Content_WithLinks_TakesFilesAndRefusesFolders()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        scratch.Write("flow.yaml", "name: x\noperations: [{ id: s, type: create, target: server, items: [web-1] }, { id: a, type: create, target: taskserv, items: [a] }]");
        scratch.Write("taskservs/a/taskserv.yaml", "description: a");
        scratch.Write("shared/create.sh", "true");
        string folder = Path.Combine(scratch.Folder, "taskservs", "a");
        File.CreateSymbolicLink(Path.Combine(folder, "create.sh"), "../../shared/create.sh");
        LoadedWorkflow loaded = await Load("flow.yaml", "module");
        Assert.Empty(loaded.Problems);
        Assert.Equal(["create.sh", "taskserv.yaml"], loaded.Source!.Taskservs["a"].Files.Keys);

        Directory.CreateSymbolicLink(Path.Combine(folder, "loop"), "..");
        Assert.Equal("Definition.Link", Assert.Single((await Load("flow.yaml", "module")).Problems).Code);
    }

    [Fact]
    public async Task Scripts_AsScriptAndAsTemplate_AreAProblem()
    {
        scratch.Write("flow.yaml", "name: x\noperations: [{ id: s, type: create, target: server, items: [web-1] }, { id: a, type: create, target: taskserv, items: [a] }]");
        scratch.Write("taskservs/a/taskserv.yaml", "description: a");
        scratch.Write("taskservs/a/create.sh", "true");
        scratch.Write("taskservs/a/create.sh.j2", "true");
        Assert.EndsWith("Taskserv a has both create.sh and create.sh.j2. Keep one.", Assert.Single((await Load("flow.yaml", "module")).Problems).ToString(), StringComparison.Ordinal);
    }

    private Task<LoadedWorkflow> Load(string file, string module) =>
        new DefinitionLoader([], Path.Combine(scratch.Folder, module))
            .LoadAsync(new DefinitionInput(Path.Combine(scratch.Folder, file)), new PlanOptions(), TestContext.Current.CancellationToken);
}
