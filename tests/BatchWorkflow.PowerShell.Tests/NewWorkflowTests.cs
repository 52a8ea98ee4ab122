namespace BatchWorkflow.PowerShell.Tests;

/// <summary>The workflow that New-BatchWorkflow writes, as its first user meets it.</summary>
public sealed class NewWorkflowTests : IClassFixture<ModuleSession>
{
    private readonly ModuleSession _session;

    public NewWorkflowTests(ModuleSession session)
    {
        _session = session;
        session.Renew();
    }

    [Fact]
    public void Rollback_OfAnInstallationOnServersThatWereThere_DeletesIt()
    {
        string folder = Path.Combine(_session.Folder, "n" + Guid.NewGuid().ToString("N")[..8]);
        _session.Run("New-BatchWorkflow $args[0]", folder).DemandSuccess();
        string file = Path.Combine(folder, "workflow.yaml");
        // Many tests share one machine's ports.
        File.AppendAllText(Path.Combine(folder, "infrastructure.yaml"), "providers: { local: { ports: 0, port_range_size: 1 } }\n");
        _session.Run("Submit-BatchWorkflow $args[0] -Operation create-servers", file).DemandSuccess();
        string id = _session.Run("(Submit-BatchWorkflow $args[0]).Id", file).DemandSuccess().Texts[0];

        Outcome undone = _session.Run("Invoke-BatchRollback $args[0] -Force", id);

        Assert.Equal("RolledBack", undone.One().Properties["Status"].Value.ToString());
        Assert.Empty(Directory.EnumerateFiles(_session.Folder, "greeting", SearchOption.AllDirectories));
    }

    [Fact]
    public void Check_OfEveryTaskservThatShips_CanSayAbsent()
    {
        string[] folders = ["module", "examples"];
        List<string> checks = [.. folders.SelectMany(f => Directory.EnumerateFiles(Repository.File(f), "check.sh", SearchOption.AllDirectories))];

        Assert.NotEmpty(checks);
        Assert.All(checks, file => Assert.Matches("(?m)^[^#]*(::absent|bw-config check|check_end)", File.ReadAllText(file)));
    }
}
