namespace BatchWorkflow.PowerShell.Tests;

/// <summary>The lines of a script's two streams are logged in the order in which it wrote them.</summary>
public sealed class StreamOrderTests : IClassFixture<ModuleSession>
{
    private readonly ModuleSession _session;

    public StreamOrderTests(ModuleSession session)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells the order of writes.");
        _session = session;
        session.Renew();
    }

    [Theory]
    [InlineData("for i in 1 2 3 4 5 6 7 8; do echo out$i; echo err$i >&2; done", "out1 err1 out2 err2 out3 err3 out4 err4 out5 err5 out6 err6 out7 err7 out8 err8")]
    [InlineData("echo err1 >&2; echo out1; echo err2 >&2; printf out2", "err1 out1 err2 out2")]
    [InlineData("for i in 1 2; do echo a; echo b; echo c; echo err$i >&2; done", "a b c err1 a b c err2")]
    [InlineData("printf 'half '; echo err1 >&2; echo whole; echo err2 >&2", "err1 half whole err2")]
    [InlineData("echo out1; sleep 0.3; echo err1 >&2; sleep 0.3; echo out2", "out1 err1 out2")]
    public void Submit_ScriptWritesToBothStreams_LogHasTheirOrder(string create, string lines)
    {
        string id = _session.Run("(Submit-BatchWorkflow $args[0]).Id", SampleWorkflow.Write(_session.Folder, create)).Texts[0];

        IReadOnlyList<string> logged = _session.Run("(Get-BatchLog $args[0] | Where-Object { $_.Stream -and $_.Step -eq 'install/thing@s1' }).Message", id).DemandSuccess().Texts;

        Assert.Equal(lines, string.Join(' ', logged));
    }

    [Fact]
    public void Submit_ScriptWritesAGreatDeal_EveryLineIsLoggedInTheOrderOfItsStream()
    {
        string create = "i=0; while [ $i -lt 15000 ]; do echo out$i; echo err$i >&2; i=$((i + 1)); done";
        string id = _session.Run("(Submit-BatchWorkflow $args[0]).Id", SampleWorkflow.Write(_session.Folder, create)).Texts[0];

        IReadOnlyList<string> logged = _session.Run("(Get-BatchLog $args[0] | Where-Object { $_.Stream -and $_.Step -eq 'install/thing@s1' }).Message", id).DemandSuccess().Texts;

        Assert.Equal(Enumerable.Range(0, 15000).Select(i => $"out{i}"), logged.Where(l => l[0] == 'o'));
        Assert.Equal(Enumerable.Range(0, 15000).Select(i => $"err{i}"), logged.Where(l => l[0] == 'e'));
    }
}
