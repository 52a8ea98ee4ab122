namespace BatchWorkflow.PowerShell.Tests;

/// <summary>What is refused of a run leaves no trace in its journal.</summary>
public sealed class RefusedFirstTests : IClassFixture<ModuleSession>
{
    private readonly ModuleSession _session;

    public RefusedFirstTests(ModuleSession session)
    {
        _session = session;
        session.Renew();
    }

    [Theory]
    [InlineData("true", false, "Resume-BatchWorkflow", "BatchWorkflow.Run.NotResumable")]
    [InlineData("true", false, "Restart-BatchWorkflow", "BatchWorkflow.Run.NothingToRestart")]
    [InlineData("true", true, "Resume-BatchWorkflow", "BatchWorkflow.Run.NotResumable")]
    [InlineData("true", true, "Invoke-BatchRollback -Force -Id", "BatchWorkflow.Run.NothingToUndo")]
    [InlineData("exit 1", false, "Restart-BatchWorkflow -Operation make -Id", "BatchWorkflow.Run.NothingToRestart")]
    public void Run_IsOverAndHasNothingLeft_IsRefusedBeforeAnythingIsWritten(string create, bool undone, string command, string error)
    {
        string id = _session.Run("(Submit-BatchWorkflow $args[0] -ErrorAction SilentlyContinue).Id", SampleWorkflow.Write(_session.Folder, create)).Texts[0];
        if (undone)
            _session.Run("Invoke-BatchRollback $args[0] -Force", id).DemandSuccess();
        string before = Written(id);

        Outcome outcome = _session.Run($"{command} $args[0]", id);

        Assert.Equal([error], outcome.ErrorIds);
        Assert.Equal(before, Written(id));
    }

    private string Written(string id) => string.Join('\n', Directory.GetFiles(Path.Combine(_session.State, "runs", id)).Order(StringComparer.Ordinal)
        .Where(f => Path.GetFileName(f) != "lease.json").Select(f => $"{f} {File.ReadAllText(f)}"));
}
