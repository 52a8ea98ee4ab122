using System.Text;
using BatchWorkflow.Engine.Definitions;

namespace BatchWorkflow.Engine.Tests.Definitions;

/// <summary>Input that is broken beyond its syntax: each fault is one problem at its place, in plain words.</summary>
public sealed class BrokenInputTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("logging: { path: \"a\\0b\", destinations: [file] }", "3:18: logging.path holds a NUL character.")]
    [InlineData("infrastructure: \"a\\0b\"", "3:17: infrastructure holds a NUL character.")]
    [InlineData("templates: [\"a\\0b\"]", "3:13: templates[0] holds a NUL character.")]
    [InlineData("variables: { a: { b: [\"x\\0\"] } }", "3:23: variables.a.b[0] holds a NUL character.")]
    [InlineData("variables: { \"\\u0001template\": x }", "3:14: The key \"\\u0001template\" holds a control character.")]
    [InlineData("operations: \"{{ server.name }}\"", "3:13: operations must be known when the file is read")]
    [InlineData("variables: \"{{ server.name }}\"", "3:12: variables must be known when the file is read")]
    [InlineData("retry_policy: \"{{ server.name }}\"", "3:15: retry_policy must be known when the file is read")]
    public async Task Workflow_WithAValueThatCannotBe_IsOneProblemAtItsPlace(string line, string message)
    {
        Problem problem = Assert.Single(await ProblemsAsync($"# broken\nname: x\n{line}\n{(line.StartsWith("operations", StringComparison.Ordinal) ? "" : Operations)}"));
        Assert.Contains(message, problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("TemplateText", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Servers_OfAnOperation_AsATemplateOfWhatIsKnownLater_AreRefusedInPlainWords()
    {
        Problem problem = Assert.Single(await ProblemsAsync("name: x\noperations:\n  - { id: a, type: create, target: server, items: [s], servers: \"{{ server.name }}\" }\n"));
        Assert.StartsWith("operations[0].servers must be known when the file is read", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".", "This is a folder, not a file.")]
    [InlineData("/dev/zero", "has no ending that says its format.")]
    [InlineData("utf16.yaml", "The file is UTF-16.")]
    [InlineData("large.yaml", "The file is larger than 8 MiB.")]
    [InlineData("none.yaml", "is not there.")]
    public async Task Infrastructure_ThatCannotBeReadAsAWhole_IsAProblemOfTheKeyThatNamesIt(string path, string message)
    {
        await File.WriteAllBytesAsync(Path.Combine(_scratch.Folder, "utf16.yaml"), Encoding.Unicode.GetPreamble(), TestContext.Current.CancellationToken);
        await using (FileStream large = File.Create(Path.Combine(_scratch.Folder, "large.yaml")))
            large.SetLength(9 * 1024 * 1024);
        Problem problem = Assert.Single(await ProblemsAsync($"name: x\ninfrastructure: {path}\n{Operations}"));
        Assert.Equal((Path.Combine(_scratch.Folder, "workflow.yaml"), 2, 17), (problem.Location.File, problem.Location.Line, problem.Location.Column));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Templates_ThatCannotBeReadAsAWhole_AreAProblemOfTheirReference()
    {
        await File.WriteAllBytesAsync(Path.Combine(_scratch.Folder, "ops.yaml.j2"), Encoding.Unicode.GetPreamble(), TestContext.Current.CancellationToken);
        Problem problem = Assert.Single(await ProblemsAsync($"name: x\ntemplates: [ops.yaml.j2]\n{Operations}"));
        Assert.Equal((2, 13), (problem.Location.Line, problem.Location.Column));
    }

    [Fact]
    public async Task Path_WithANul_IsAProblem()
    {
        LoadedWorkflow loaded = await new DefinitionLoader([], null).LoadAsync(new DefinitionInput("a\0b.yaml"), new PlanOptions(), TestContext.Current.CancellationToken);
        Assert.Equal("a\\0b.yaml: The path of the workflow holds a NUL character. Give a path without it.", Assert.Single(loaded.Problems).ToString());
    }

    [Fact]
    public async Task Macro_ThatCallsItself_IsAShortProblem()
    {
        Problem problem = Assert.Single(await ProblemsAsync($"name: x\nvariables:\n  v: \"{{% macro m(a) %}}{{{{ m(a ~ '{new string('x', 4000)}') }}}}{{% endmacro %}}{{{{ m('a') }}}}\"\n{Operations}"));
        Assert.InRange(problem.ToString().Length, 20, 800);
    }

    private const string Operations = "operations: [{ id: a, type: create, target: server, items: [s] }]\n";

    private async Task<IReadOnlyList<Problem>> ProblemsAsync(string workflow)
    {
        string file = _scratch.Write("workflow.yaml", workflow);
        return (await new DefinitionLoader([], null).LoadAsync(new DefinitionInput(file), new PlanOptions(), TestContext.Current.CancellationToken)).Problems;
    }
}
