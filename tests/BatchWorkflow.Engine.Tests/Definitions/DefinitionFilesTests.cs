using System.Text;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Definitions.Reading;

namespace BatchWorkflow.Engine.Tests.Definitions;

/// <summary>Files that are missing, doubled, in the wrong place or of the wrong kind.</summary>
public sealed class DefinitionFilesTests : IDisposable
{
    private const string Workflow = "name: flow\noperations: [{ id: a, type: create, target: server, items: [web-1] }]\n";

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Workflow_Missing_IsAProblem() => await AssertProblem("none.yaml", "Definition.NotFound", "none.yaml: The file is not there.");

    [Fact]
    public async Task Workflow_InMissingFolder_IsAProblem() =>
        await AssertProblem("no/flow.yaml", "Definition.NotFound", "no/flow.yaml: The file is not there.");

    [Fact]
    public async Task Workflow_Folder_IsAProblem()
    {
        Directory.CreateDirectory(Path.Combine(scratch.Folder, "folder"));
        await AssertProblem("folder", "Definition.Folder", "folder: This is a folder, not a file. Name the file in it.");
    }

    [Theory]
    [InlineData("workflow.yaml", "workflow.yaml: This is a named pipe, not a file. Put a file in its place.")]
    [InlineData("infrastructure.yaml", "infrastructure.yaml: This is a named pipe, not a file. Put a file in its place.")]
    [InlineData("site.json", "workflow.yaml:3:17: site.json: This is a named pipe, not a file. Put a file in its place.")]
    [InlineData("more.j2", "workflow.yaml:3:14: more.j2: This is a named pipe, not a file. Put a file in its place.")]
    [InlineData("part.j2", "whole.j2:1:4: ")]
    [InlineData("taskservs/t/taskserv.yaml", "taskservs/t/taskserv.yaml: This is a named pipe, not a file. Put a file in its place.")]
    [InlineData("taskservs/t/create.sh", "taskservs/t/create.sh: This is a named pipe, not a file. Put a file in its place.")]
    [InlineData("taskservs/t/conf/a.j2", "taskservs/t/conf/a.j2: This is a named pipe, not a file. Put a file in its place.")]
    public async Task Pipe_InThePlaceOfAFile_IsAProblemAndNotWaitedFor(string pipe, string told)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes among files.");
        string more = pipe switch { "site.json" => "infrastructure: site.json\n", "more.j2" => "templates: [ more.j2 ]\n", "part.j2" => "templates: [ whole.j2 ]\n", _ => "" };
        scratch.Write("workflow.yaml", Workflow + more);
        scratch.Write("whole.j2", "{% include 'part.j2' %}");
        if (pipe.StartsWith("taskservs", StringComparison.Ordinal))
        {
            scratch.Write("workflow.yaml", "name: flow\noperations: [{ id: a, type: create, target: taskserv, items: [t], servers: [web-1] }]\n");
            scratch.Write("infrastructure.yaml", "name: x\nservers: [{ name: web-1 }]");
            scratch.Write("taskservs/t/taskserv.yaml", "description: x\n");
            scratch.Write("taskservs/t/create.sh", "true\n");
            scratch.Write("taskservs/t/conf/b.j2", "x");
        }
        string path = Path.Combine(scratch.Folder, pipe);
        File.Delete(path);
        using (System.Diagnostics.Process made = System.Diagnostics.Process.Start("mkfifo", path))
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);

        Problem problem = Assert.Single((await Load("workflow.yaml")).Problems);

        Assert.StartsWith(told, problem.ToString().Replace(scratch.Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workflow_OfUnknownFormat_IsAProblem()
    {
        scratch.Write("flow.toml", "name = 1");
        await AssertProblem("flow.toml", "Definition.Extension", "flow.toml: Files that end in .toml are not read here. Use one of .yaml, .yml, .json.");
    }

    [Fact]
    public async Task Workflow_OfAFormatWithItsOwnReader_IsReadByIt()
    {
        string path = scratch.Write("flow.words", "web-7");
        LoadedWorkflow loaded = await new DefinitionLoader([new WordsReader()], null).LoadAsync(new DefinitionInput(path), new PlanOptions(), default);
        Assert.Equal("web-7", Assert.Single(loaded.Source!.Infrastructure.Servers).Name);
    }

    [Fact]
    public void File_ThatFailsWhileItIsRead_IsAProblem()
    {
        Assert.SkipUnless(File.Exists("/proc/self/mem"), "This machine has no /proc/self/mem.");
        List<Problem> problems = [];
        Assert.Null(DefinitionText.Read("mem.yaml", "/proc/self/mem", problems));
        Assert.StartsWith("mem.yaml: The file cannot be read: ", Assert.Single(problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infrastructure_NamedAndMissing_IsAProblemOfTheWorkflow()
    {
        scratch.Write("flow.yaml", Workflow + "infrastructure: site/infra.yaml\n");
        await AssertProblem("flow.yaml", "Definition.NotFound",
            "flow.yaml:3:17: The infrastructure file site/infra.yaml is not there. The path is relative to the workflow file.");
    }

    [Fact]
    public async Task Infrastructure_Twice_IsAProblem()
    {
        scratch.Write("flow.yaml", Workflow);
        scratch.Write("infrastructure.yaml", "servers: [{ name: web-1 }]\nname: x");
        scratch.Write("infrastructure.json", "{}");
        await AssertProblem("flow.yaml", "Definition.Ambiguous",
            "flow.yaml:1:1: Several infrastructure files stand beside the workflow: infrastructure.yaml, infrastructure.json. Keep one, or name it in the workflow: infrastructure: <path>.");
    }

    [Fact]
    public async Task Infrastructure_OfAFormatWithoutReader_IsNotPassedOver()
    {
        scratch.Write("flow.yaml", Workflow);
        scratch.Write("infrastructure.psd1", "@{}");
        await AssertProblem("flow.yaml", "Definition.Extension",
            "infrastructure.psd1: Files that end in .psd1 are not read here. Use one of .yaml, .yml, .json.");
    }

    [Fact]
    public async Task Infrastructure_InAFolderWhoseNameIsNone_MustNameItself()
    {
        scratch.Write("a b/flow.yaml", Workflow);
        scratch.Write("a b/infrastructure.yaml", "servers: [{ name: web-1 }]");
        Problem problem = Assert.Single((await Load("a b/flow.yaml")).Problems);
        Assert.StartsWith("The infrastructure has no name, and its folder's, \"a b\", cannot be used.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_InAProviderAgnosticWorkflow_AreAProblem()
    {
        scratch.Write("flow.yaml", Workflow.Replace("[web-1]", "[web-1], settings: { zone: a }", StringComparison.Ordinal));
        await AssertProblem("flow.yaml", "Definition.ProviderAgnostic",
            "flow.yaml:2:79: operations[0].settings names provider settings, but the workflow is provider_agnostic. Move them into the infrastructure file, or say provider_agnostic: false.");
    }

    [Fact]
    public async Task Settings_ThatContradictTheInfrastructure_AreAProblem()
    {
        scratch.Write("flow.yaml", "provider_agnostic: false\n" + Workflow.Replace("[web-1]", "[web-1], settings: { zone: a, plan: s }", StringComparison.Ordinal));
        scratch.Write("infrastructure.yaml", "name: x\nservers: [{ name: web-1, zone: b, plan: s }]");
        await AssertProblem("flow.yaml", "Definition.Conflict",
            "flow.yaml:3:87: operations[0].settings.zone differs from what server web-1 has already. Keep one of them.");
    }

    [Fact]
    public async Task Sequence_AgainstItsDependencies_IsAProblem()
    {
        scratch.Write("flow.yaml", """
            name: flow
            type: sequential
            operations:
              - { id: a, type: create, target: server, items: [web-1], depends_on: [b] }
              - { id: b, type: create, target: server, items: [web-2] }
            """);
        await AssertProblem("flow.yaml", "Definition.Order",
            "flow.yaml:4:73: a depends on b, which a sequential workflow runs after it. Move the operation up, or make the workflow's type batch.");
    }

    [Fact]
    public async Task Problems_WithoutEnd_AreToldUpToABound()
    {
        StringBuilder text = new("name: flow\noperations:\n");
        for (int i = 0; i < 3000; i++)
            text.AppendLine($"  - {{ id: op-{i}, type: create, target: server, items: [web-1], depends_on: [no-{i}] }}");
        scratch.Write("flow.yaml", text.ToString());
        LoadedWorkflow loaded = await Load("flow.yaml");
        Assert.Equal(ProblemList.Most + 1, loaded.Problems.Count);
        Assert.Equal("2000 more problems are not shown.", loaded.Problems[^1].Message);
    }

    [Fact]
    public void Load_OfTenTimesAsMuch_TakesTenTimesAsMuch()
    {
        long little = Allocated(1000);
        long much = Allocated(10_000);
        Assert.InRange(much, little * 5, little * 14);
    }

    private long Allocated(int servers)
    {
        StringBuilder infrastructure = new("name: x\nservers:\n");
        for (int i = 0; i < servers; i++)
            infrastructure.AppendLine($"  - {{ name: web-{i}, cpu: 2, zone: fi, labels: {{ role: web }}, variables: {{ index: {i} }} }}");
        scratch.Write("infrastructure.yaml", infrastructure.ToString());
        string items = string.Join(", ", Enumerable.Range(0, servers).Select(i => $"web-{i}"));
        string path = scratch.Write("flow.yaml", $"name: x\noperations: [{{ id: a, type: create, target: server, items: [{items}], servers: [\"web-*\"] }}]");
        WorkflowLoad load = new(new([]), null, new PlanOptions(), CancellationToken.None);
        long before = GC.GetAllocatedBytesForCurrentThread();
        LoadedWorkflow loaded = load.Load(new DefinitionInput(path));
        Assert.True(loaded.IsValid);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private async Task AssertProblem(string file, string code, string text)
    {
        Problem problem = Assert.Single((await Load(file)).Problems);
        Assert.Equal((code, text), (problem.Code, problem.ToString().Replace(scratch.Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)));
    }

    private Task<LoadedWorkflow> Load(string file) =>
        new DefinitionLoader([], null).LoadAsync(new DefinitionInput(Path.Combine(scratch.Folder, file)), new PlanOptions(), TestContext.Current.CancellationToken);

    /// <summary>A format in which the whole text is the name of one server.</summary>
    private sealed class WordsReader : DefinitionReader
    {
        public override IReadOnlyList<string> Extensions { get; } = [".words"];

        public override DefinitionNode? Read(string file, string text, ICollection<Problem> problems) =>
            new YamlDefinitionReader().Read(file, Workflow.Replace("web-1", text, StringComparison.Ordinal), problems);
    }
}
