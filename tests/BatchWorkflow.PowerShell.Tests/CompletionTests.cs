namespace BatchWorkflow.PowerShell.Tests;

public sealed class CompletionTests : IClassFixture<ModuleSession>
{
    private readonly ModuleSession _session;

    public CompletionTests(ModuleSession session)
    {
        _session = session;
        session.Renew();
    }

    [Fact]
    public void RunIds_OfTheState_AndByAnyPart()
    {
        string file = SampleWorkflow.Write(_session.Folder, "true");
        IReadOnlyList<string> ids = _session.Run("(Submit-BatchWorkflow $args[0]).Id; (Submit-BatchWorkflow $args[0]).Id", file).DemandSuccess().Texts;

        Assert.Empty(ids.Except(_session.Complete("Get-BatchStatus -Id ")));
        Assert.Contains(ids[0], _session.Complete("Get-BatchStatus " + ids[0][^4..]));
        Assert.Contains(ids[0], _session.Complete("Wait-BatchWorkflow -RunId "));
    }

    [Fact]
    public void Operations_OfTheTypedFileOrRun()
    {
        string file = SampleWorkflow.Write(_session.Folder, "true");
        string id = _session.Run("(Submit-BatchWorkflow $args[0]).Id", file).Texts[0];

        Assert.Equal(["make", "install"], _session.Complete($"Submit-BatchWorkflow {file} -Operation "));
        Assert.Equal(["install"], _session.Complete($"Submit-BatchWorkflow -Path '{Path.GetRelativePath(_session.Folder, file)}' -Operation ins"));
        Assert.Contains("install", _session.Complete($"Get-BatchLog {id} -Operation "));
        Assert.Equal(["s1"], _session.Complete($"Restart-BatchWorkflow {id} -Server "));
    }

    [Fact]
    public void Providers_AndTaskservs()
    {
        string file = SampleWorkflow.Write(_session.Folder, "true");

        Assert.Equal(["local"], _session.Complete("Get-BatchProvider lo"));
        Assert.Contains("thing", _session.Run("(Get-BatchTaskserv -Path $args[0]).Name", Path.GetDirectoryName(file)).Texts);
    }

    [Fact]
    public void BadState_CompletesNothingAndThrowsNothing() => 
        Assert.DoesNotContain(_session.Complete("Get-BatchStatus -StatePath /dev/null/x -Id "), c => c.Length == "20251123-104400-1a2b".Length);
}
