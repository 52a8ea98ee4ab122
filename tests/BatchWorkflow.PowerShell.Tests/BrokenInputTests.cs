using System.Collections;
using System.Management.Automation;

namespace BatchWorkflow.PowerShell.Tests;

/// <summary>Definitions and parameters that are broken in ways that only PowerShell has.</summary>
public sealed class BrokenInputTests : IClassFixture<ModuleSession>
{
    private const string Operations = "operations = @(@{ id = 'a'; type = 'create'; target = 'server'; items = @('s1') })";
    private readonly ModuleSession _session;

    public BrokenInputTests(ModuleSession session)
    {
        _session = session;
        session.Renew();
    }

    [Theory]
    [InlineData("configuration X { }", "1:")]
    [InlineData("@{ name = 'x'; OPS }\nconfiguration X { }", "")]
    [InlineData("@{ name = 'x'; OPS } &", "1:")]
    [InlineData("@{ name = 'x'; OPS } > f", "1:")]
    [InlineData("using module x\n@{ name = 'x'; OPS }", "1:")]
    [InlineData("using namespace System\n@{ name = 'x'; OPS }", "1:1")]
    [InlineData("#requires -Version 99\n@{ name = 'x'; OPS }", "")]
    [InlineData("#requires -Modules Az\n@{ name = 'x'; OPS }", "")]
    [InlineData("trap { }\n@{ name = 'x'; OPS }", "1:1")]
    [InlineData("@{ name = 'x'; OPS }\ntrap { }", "2:1")]
    [InlineData("end { @{ name = 'x'; OPS } }", "1:")]
    [InlineData("begin { 1 } end { @{ name = 'x'; OPS } }", "1:1")]
    [InlineData("@{ name = 'x'; OPS }; 1", "1:")]
    [InlineData("@{ name = 'x'; OPS } | Out-Null", "1:")]
    [InlineData("@{ name = 'x'; OPS } && 1", "1:")]
    [InlineData("& { @{ name = 'x'; OPS } }", "1:1")]
    [InlineData("class X { }\n@{ name = 'x'; OPS }", "1:1")]
    [InlineData("[CmdletBinding()] param() @{ name = 'x'; OPS }", "1:1")]
    public void DataFile_ThatIsMoreThanAHashtable_IsRefused(string text, string place)
    {
        string file = Write(text.Replace("OPS", Operations, StringComparison.Ordinal));
        IReadOnlyList<string> problems = Problems(file);
        Assert.All(problems, p => Assert.DoesNotContain("   at ", p, StringComparison.Ordinal));
        Assert.StartsWith(place, problems[0], StringComparison.Ordinal);
        Assert.Equal(["False"], _session.Run("Test-BatchWorkflow $args[0] -WarningAction Ignore", file).DemandSuccess().Texts);
    }

    [Theory]
    [InlineData("variables = @{ n = 18446744073709551615 }", "The number cannot be kept exactly.")]
    [InlineData("variables = @{ n = 99999999999999999999999999999999999 }", "The number cannot be kept exactly.")]
    [InlineData("variables = @{ n = 1e999 }", "The number cannot be kept exactly.")]
    [InlineData("variables = @{ '' = 1 }", "A key is empty.")]
    [InlineData("variables = @{ LONGKEY = 1 }", "A key is longer than 256 characters.")]
    [InlineData("variables = @{ a = 'LONGTEXT' }", "A single value is longer than 1048576 characters.")]
    [InlineData("variables = @{ a = DEEP }", "Maps and lists stand more than 32 deep inside one another.")]
    public void DataFile_BeyondTheLimitsOfYaml_IsRefused(string line, string message)
    {
        string text = line.Replace("LONGKEY", new string('k', 300), StringComparison.Ordinal).Replace("LONGTEXT", new string('x', 4_000_000), StringComparison.Ordinal)
            .Replace("DEEP", string.Concat(Enumerable.Repeat("@{ a = ", 40)) + "1" + new string('}', 40), StringComparison.Ordinal);
        Assert.Contains(message, Assert.Single(Problems(Write($"@{{ name = 'x'; {Operations}\n{text} }}"))), StringComparison.Ordinal);
    }

    [Fact]
    public void DataFile_NumbersAtTheLimits_AreKept() => Assert.Equal(
        ["9223372036854775807", "-9223372036854775808", "1.5", "1E+300"],
        _session.Run("$v = (New-BatchPlan $args[0]).Source.Workflow.Variables; $v['a'].ToString(); $v['b'].ToString(); $v['c'].ToString(); $v['d'].ToString()",
            Write($"@{{ name = 'x'; {Operations}; variables = @{{ a = 9223372036854775807; b = -9223372036854775808; c = 1.5; d = 1e300 }} }}")).DemandSuccess().Texts);

    [Theory]
    [InlineData("[Linq.Enumerable]::Range(0, 2000000000)", "-Definition.variables.a[", "has more than 100000 values")]
    [InlineData("[Linq.Enumerable]::Repeat(@{ b = 1 }, 2000000000)", "-Definition.variables.a[", "has more than 100000 values")]
    [InlineData("[decimal] 18446744073709551615", "-Definition.variables.a:", "The number cannot be kept exactly.")]
    [InlineData("[ulong]::MaxValue", "-Definition.variables.a:", "The number cannot be kept exactly.")]
    [InlineData("('x' * 2000000)", "-Definition.variables.a:", "The text is longer than 1048576 characters.")]
    [InlineData("@{ ('k' * 300) = 1 }", "-Definition.variables.a.kkkk", "A key is longer than 256 characters.")]
    [InlineData("@{ '' = 1 }", "-Definition.variables.a.:", "A key is empty.")]
    public void Definition_ThatCannotBeReadToItsEnd_IsAProblemAtItsPath(string value, string path, string message)
    {
        Outcome outcome = _session.Run($"$d = @{{ name = 'x'; variables = @{{ a = {value} }} }}; Test-BatchWorkflow -Definition $d");
        Assert.Equal(["BatchWorkflow.Definition.Invalid"], outcome.ErrorIds);
        Assert.Contains(path, outcome.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains(message, outcome.Errors[0].ToString(), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Broken => new()
    {
        { "property", "-Definition.variables.a.bad: It cannot be read: no such luck." },
        { "items", "-Definition.variables.a: It cannot be read: the line is dead." },
        { "key", "-Definition.variables.a: A key of it is no text." },
        { "value", "-Definition.variables.a: It cannot be read: the name is dead." },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Definition_WithAnObjectWhoseOwnCodeFails_IsAProblemAtItsPath(string kind, string message)
    {
        PSObject custom = new();
        custom.Properties.Add(new PSScriptProperty("bad", ScriptBlock.Create("throw 'no such luck'")));
        object value = kind switch
        {
            "property" => custom,
            "items" => Items(),
            "key" => new Hashtable { [new Nameless()] = 1 },
            _ => new Lines(),
        };
        Outcome outcome = _session.Run("Test-BatchWorkflow -Definition @{ name = 'x'; variables = @{ a = $args[0] } }", value);
        Assert.Equal(["BatchWorkflow.Definition.Invalid"], outcome.ErrorIds);
        Assert.StartsWith(message, outcome.Errors[0].ToString(), StringComparison.Ordinal);

        static IEnumerable Items()
        {
            yield return 1;
            throw new InvalidOperationException("the line is dead\nfrom here on");
        }
    }

    [Theory]
    [InlineData("Test-BatchWorkflow \"a`0b\"", "BatchWorkflow.Path.Invalid")]
    [InlineData("New-BatchPlan \"a`0b\"", "BatchWorkflow.Path.Invalid")]
    [InlineData("New-BatchWorkflow \"a`0b\"", "BatchWorkflow.Path.Invalid")]
    [InlineData("New-BatchWorkflow nodrive:/x", "BatchWorkflow.Path.Invalid")]
    [InlineData("Get-BatchStatus -StatePath \"a`0b\"", "BatchWorkflow.State.Invalid")]
    [InlineData("Get-BatchStatus -StatePath \"a`0b.db\"", "BatchWorkflow.State.Invalid")]
    [InlineData("Test-BatchWorkflow nodrive:/x.yaml", "BatchWorkflow.Path.Invalid")]
    [InlineData("Test-BatchWorkflow \"a``0b\"", null)]
    public void Path_ThatCannotBe_IsRefusedInPlainWords(string command, string? id)
    {
        Outcome outcome = _session.Run(command);
        Assert.Equal(id is null ? [] : [id], outcome.ErrorIds);
    }

    [Theory]
    [InlineData("New-BatchWorkflow \"a`0b\"", "a\\u0000b")]
    [InlineData("Test-BatchWorkflow \"a`e[2Jb`0.yaml\"", "a\\u001b[2Jb\\u0000.yaml")]
    [InlineData("Get-BatchStatus \"a`0b\"", "a\\u0000b")]
    [InlineData("Resume-BatchWorkflow \"a`eb\"", "a\\u001bb")]
    [InlineData("New-BatchPlan -Definition @{ name = 'x'; \"a`0b\" = 1 }", "a\\u0000b")]
    [InlineData("New-BatchPlan -Definition @{ name = 'x'; variables = @{ \"a`e\" = @{ '' = 1 } } }", "a\\u001b")]
    [InlineData("New-BatchPlan -Definition @{ name = 'x'; operations = @(@{ id = 'a'; type = 'create'; target = 'server'; items = @('s1') }) } -Variable @{ \"a`0b\" = '{{' }", "a\\u0000b")]
    public void Control_InWhatAMessageQuotes_IsShownAsAnEscape(string command, string shown)
    {
        Outcome outcome = _session.Run(command);

        string told = string.Join('\n', outcome.Errors.Select(e => $"{e} {e.ErrorDetails?.RecommendedAction}"));
        Assert.Contains(shown, told, StringComparison.Ordinal);
        Assert.DoesNotContain(told, c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'));
    }

    private string Write(string text)
    {
        string file = Path.Combine(_session.Folder, "d" + Guid.NewGuid().ToString("N")[..8] + ".psd1");
        File.WriteAllText(file, text);
        return file;
    }

    private IReadOnlyList<string> Problems(string file) =>
        _session.Run("Test-BatchWorkflow -Detailed $args[0] | ForEach-Object { \"$($_.Location.Line):$($_.Location.Column) $($_.Message)\" }", file).DemandSuccess().Texts;

    private sealed class Nameless
    {
        public override string ToString() => throw new InvalidOperationException("the name is dead");
    }

    private sealed class Lines : IEnumerable
    {
        public IEnumerator GetEnumerator() => throw new InvalidOperationException("the name is dead");
    }
}
