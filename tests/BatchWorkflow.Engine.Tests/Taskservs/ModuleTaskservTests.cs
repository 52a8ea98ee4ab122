using System.Diagnostics;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Definitions.Reading;
using BatchWorkflow.Engine.Taskservs;
using BatchWorkflow.Engine.Templating;
using BatchWorkflow.Engine.Tests.Definitions;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Tests.Taskservs;

/// <summary>The taskservs that ship with the module, as far as that shows without a machine to install them on.</summary>
public sealed class ModuleTaskservTests
{
    public static TheoryData<string> All => [.. Directory.GetDirectories(Fixtures.ModuleTaskservs).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(All))]
    public void Taskserv_AsItShips_HasEveryScriptAndNoProblems(string name)
    {
        TaskservDefinition taskserv = Read(name);
        List<Problem> problems = [];
        TaskservTemplates.Load([taskserv], problems);

        Assert.Empty(problems);
        Assert.Equal(["check", "create", "delete", "update"], taskserv.Scripts.Keys.Order(StringComparer.Ordinal));
        Assert.NotNull(taskserv.HealthCheck);
        Assert.Equal(taskserv.Files.ContainsKey("packages.sh"), taskserv.Locks.Contains("packages"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Templates_WithTheDefaultVariables_Render(string name)
    {
        TaskservDefinition taskserv = Read(name);
        Dictionary<string, object?> server = new() { ["name"] = "web-1" };
        TemplateScope scope = new() { Variables = Values.None, Server = server };
        VariableResolution variables = new(taskserv.Variables, scope, new TextTemplates());
        scope = scope with { Variables = variables.Resolve(TestContext.Current.CancellationToken) };

        Assert.Empty(variables.Failures);
        foreach (JinjaTemplate template in TaskservTemplates.Load([taskserv], []).Of(name).Values)
            Assert.DoesNotContain("{{", template.Render(scope.ToContext(template.FindUndeclared()), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Readme_NamesEveryVariableAndWhatRemovingDoes(string name)
    {
        string readme = File.ReadAllText(Path.Combine(Fixtures.ModuleTaskservs, name, "README.md"));
        Assert.All(Read(name).Variables.Keys, variable => Assert.Contains($"\n| `{variable}` | ", readme, StringComparison.Ordinal));
        Assert.Contains("\n**Changes** ", readme, StringComparison.Ordinal);
        Assert.Contains("\n**Removing** ", readme, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Scripts_AreWhatAShellReads_AndStopAtTheFirstFailure(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no sh.");
        foreach (string script in Directory.GetFiles(Path.Combine(Fixtures.ModuleTaskservs, name), "*.sh"))
        {
            using Process shell = Process.Start(new ProcessStartInfo("sh", ["-n", script]) { RedirectStandardError = true })!;
            string errors = await shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal("", errors);
            string text = await File.ReadAllTextAsync(script, TestContext.Current.CancellationToken);
            Assert.True(text.StartsWith("# shellcheck shell=sh\n", StringComparison.Ordinal) || text.Contains("\nset -eu\n", StringComparison.Ordinal), script);
        }
    }

    private static TaskservDefinition Read(string name)
    {
        ProblemList problems = [];
        DefinitionTemplates templates = new(new PlanOptions(), problems, CancellationToken.None);
        TaskservDefinition? read = new TaskservReader(new DefinitionReaders([]), templates, problems)
            .Read(new TaskservFolder(name, "module", Path.Combine(Fixtures.ModuleTaskservs, name)));
        Assert.Empty(problems);
        return read!;
    }
}
