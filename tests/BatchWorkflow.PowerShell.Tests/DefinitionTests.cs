namespace BatchWorkflow.PowerShell.Tests;

public sealed class DefinitionTests : IClassFixture<ModuleSession>
{
    private readonly ModuleSession _session;

    public DefinitionTests(ModuleSession session)
    {
        _session = session;
        session.Renew();
    }

    private const string Problems = "Test-BatchWorkflow -Detailed $args[0] | ForEach-Object { \"$($_.Location.Line):$($_.Location.Column) $($_.Message)\" }";

    private string Write(string text)
    {
        string file = Path.Combine(_session.Folder, "d" + Guid.NewGuid().ToString("N")[..8] + ".psd1");
        File.WriteAllText(file, text);
        return file;
    }

    [Fact]
    public void DataFile_EachKindOfConstant_IsReadAsInYaml()
    {
        string file = Write("""
            @{
                name = 'from-data'
                type = "batch"
                operations = @(
                    @{ id = 'a'; type = 'create'; target = 'server'; items = 's1', 's2' }
                    [ordered] @{ id = 'b'; type = 'delete'; target = 'server'; items = @('s1'); depends_on = @('a'); parallel = $false; timeout = 60 }
                )
                variables = @{ n = -3; x = 1.5; nothing = $null; list = 1, 2 }
            }
            """);

        Outcome outcome = _session.Run("$p = New-BatchPlan $args[0]; $p.Workflow; $p.Steps.Id; $p.Source.Workflow.Variables['n']; $p.Source.Workflow.Operations[1].Timeout.TotalSeconds", file).DemandSuccess();

        Assert.Equal(["from-data", "provider.local/port_range", "a/s1", "a/s2", "b/s1", "-3", "60"], outcome.Texts);
    }

    [Fact]
    public void DataFile_WhatIsNoConstant_IsAProblemAtItsPlaceAndNeverRun()
    {
        string mark = Path.Combine(_session.Folder, "mark");
        string file = Write($$"""
            @{
                name = [IO.File]::WriteAllText('{{mark}}', 'x')
                operations = @(
                    @{ id = $env:HOME; type = "$(1 + 1)"; target = 'server'; items = @(Get-Date) }
                )
            }
            """);

        IReadOnlyList<string> problems = _session.Run(Problems, file).DemandSuccess().Texts;

        Assert.Equal(4, problems.Count);
        Assert.StartsWith("2:12 '[IO.File]::WriteAllText(", problems[0], StringComparison.Ordinal);
        Assert.Equal("4:17 '$env:HOME' is not a constant.", problems[1]);
        Assert.Equal("4:35 '\"$(1 + 1)\"' is not a constant.", problems[2]);
        Assert.StartsWith("4:", problems[3], StringComparison.Ordinal);
        Assert.False(File.Exists(mark));
    }

    [Theory]
    [InlineData("@{ name = 'x'", "1:")]
    [InlineData("@{\n  name = 'x'\n  name = 'y'\n}", "3:3")]
    [InlineData("'just text'", "1:1")]
    [InlineData("param($x) @{ name = 'x' }", "1:1")]
    public void DataFile_BrokenText_IsAProblemAtItsPlace(string text, string place)
    {
        string problem = _session.Run(Problems, Write(text)).DemandSuccess().Texts[0];

        Assert.StartsWith(place, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void DataFile_HostileNesting_IsRefused()
    {
        string problem = _session.Run(Problems, Write("@{ name = " + new string('(', 200_000))).DemandSuccess().Texts[0];

        Assert.Contains("nests deeper than", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Definition_HashtableOnThePipeline_IsPlanned()
    {
        Outcome outcome = _session.Run("""
            $definition = [ordered] @{ name = 'piped'; operations = @([pscustomobject] @{ id = 'a'; type = 'create'; target = 'server'; items = @('s1') }) }
            ($definition | New-BatchPlan).Steps.Id
            """);

        Assert.Equal(["provider.local/port_range", "a/s1"], outcome.DemandSuccess().Texts);
    }

    [Fact]
    public void Definition_OneOfTwoIsWrong_TheOtherIsStillPlanned()
    {
        Outcome outcome = _session.Run("""
            $good = @{ name = 'good'; operations = @(@{ id = 'a'; type = 'create'; target = 'server'; items = @('s1') }) }
            $bad = @{ name = 'bad'; operations = @(@{ id = 'a'; type = 'create'; target = 'server'; itmes = @('s1') }) }
            ($bad, $good | New-BatchPlan).Workflow
            """);

        Assert.Equal(["good"], outcome.Texts);
        Assert.Equal(["BatchWorkflow.Definition.Invalid"], outcome.ErrorIds);
        Assert.Contains("-Definition.operations[0].itmes", outcome.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$d = @{ name = 'x' }; $d.variables = $d", "-Definition.variables: A hashtable or an array of the definition holds itself here.")]
    [InlineData("$d = @{ name = 'x'; variables = @(1) }; $d.variables[0] = $d.variables", "-Definition.variables[0]: A hashtable or an array of the definition holds itself here.")]
    [InlineData("$a = 1; foreach ($i in 1..120) { $a = @{ a = $a } }; $d = @{ name = 'x'; variables = $a }", "nests deeper than")]
    [InlineData("$a = @(1); foreach ($i in 1..20) { $a = @($a, $a, $a, $a) }; $d = @{ name = 'x'; variables = @{ a = $a } }", "has more than")]
    [InlineData("$d = @{ name = 'x'; variables = @{ a = { exit 9 } } }", "is no value of a definition")]
    public void Definition_HostileObject_IsRefused(string make, string message)
    {
        Outcome outcome = _session.Run(make + "; Test-BatchWorkflow -Definition $d");

        Assert.Equal(["BatchWorkflow.Definition.Invalid"], outcome.ErrorIds);
        Assert.Contains(message, outcome.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.InRange(outcome.Errors[0].ToString().Length, 1, 500);
    }

    [Theory]
    [InlineData("target: taskserv.none, type: optional", "has a problem and a warning.")]
    [InlineData("target: taskserv.none", "has 2 problems.")]
    public void Refusal_OfErrorsAndWarnings_CountsEachForItself(string dependency, string head)
    {
        string file = SampleWorkflow.Write(_session.Folder, "true");
        File.WriteAllText(file, File.ReadAllText(file).Replace("items: [thing]", "items: [thing, thingg]", StringComparison.Ordinal)
            + $"\ndependencies: [{{ source: taskserv.thing, {dependency} }}]\n");

        Assert.Contains(head, _session.Run("Submit-BatchWorkflow $args[0] -Validate", file).Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Test_WorkflowThatCannotBePlanned_IsFalse()
    {
        string file = SampleWorkflow.Write(_session.Folder, "true");
        File.WriteAllText(file, File.ReadAllText(file) + "\ndependencies: [{ source: server.s1, target: taskserv.thing }]\n");

        Assert.Equal(["False"], _session.Run("Test-BatchWorkflow $args[0]", file).DemandSuccess().Texts);
        Assert.Equal(["Plan.Cycle"], _session.Run("(Test-BatchWorkflow $args[0] -Detailed).Code", file).DemandSuccess().Texts.Distinct());
        Assert.Equal(["BatchWorkflow.Definition.Invalid"], _session.Run("Submit-BatchWorkflow $args[0] -Validate", file).ErrorIds);
    }

    [Fact]
    public void Test_FilesOnThePipeline_EachIsTested()
    {
        string good = SampleWorkflow.Write(_session.Folder, "true");
        string bad = Write("@{ name = 'x'; operatoins = @() }");

        Outcome outcome = _session.Run("[IO.FileInfo] $args[0], [IO.FileInfo] $args[1] | Test-BatchWorkflow", good, bad).DemandSuccess();

        Assert.Equal(["True", "False"], outcome.Texts);
        Assert.Contains(outcome.Warnings, w => w.Contains("operatoins", StringComparison.Ordinal));
    }
}
