namespace BatchWorkflow.PowerShell.Tests;

/// <summary>A secret that is missing is told before anything begins, and only to what needs it.</summary>
public sealed class MissingSecretTests : IClassFixture<ModuleSession>, IDisposable
{
    private readonly ModuleSession _session;
    private readonly string _one = "BW_TEST_" + Guid.NewGuid().ToString("N")[..8];
    private readonly string _two = "BW_TEST_" + Guid.NewGuid().ToString("N")[..8];

    public MissingSecretTests(ModuleSession session)
    {
        _session = session;
        session.Renew();
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(_one, null);
        Environment.SetEnvironmentVariable(_two, null);
    }

    [Fact]
    public void Submit_TwoSecretsMissing_TellsBothWithTheirPlacesAndBeginsNothing()
    {
        string file = Write("true");

        Outcome outcome = _session.Run("Submit-BatchWorkflow $args[0]", file);

        Assert.Equal(["BatchWorkflow.Secret.Missing"], outcome.ErrorIds);
        Assert.Equal("2 secrets are missing, so nothing was begun.", outcome.Errors[0].ToString());
        string told = outcome.Errors[0].ErrorDetails.RecommendedAction;
        Assert.Contains($"{file}:7:19: The environment variable {_one} is not set or empty, and variable one needs it (env:{_one}). Set it ($env:{_one} = '…') and try again.", told, StringComparison.Ordinal);
        Assert.Contains($"variable two needs it (env:{_two})", told, StringComparison.Ordinal);
        Assert.Empty(_session.Run("Get-BatchStatus").DemandSuccess().Output);
        Assert.False(Directory.Exists(Path.Combine(_session.State, "servers")));
    }

    [Fact]
    public void Submit_NothingLeftToDoWithTheSecret_Succeeds()
    {
        string file = Write("true");
        Set(_one, _two);
        _session.Run("Submit-BatchWorkflow $args[0]", file).DemandSuccess();
        Environment.SetEnvironmentVariable(_two, null);

        Assert.Equal("Succeeded", _session.Run("(Submit-BatchWorkflow $args[0] -Operation make).Status", file).One().ToString());
    }

    [Fact]
    public void Resume_SecretMissing_TellsItsPlaceAndWritesNothing()
    {
        Set(_one, _two);
        string file = Write("exit 1");
        string id = _session.Run("(Submit-BatchWorkflow $args[0] -ErrorAction SilentlyContinue).Id", file).Texts[0];
        Environment.SetEnvironmentVariable(_two, null);
        long before = JournalLength(id);

        foreach (string command in (string[])["Resume-BatchWorkflow", "Restart-BatchWorkflow"])
        {
            Outcome outcome = _session.Run($"{command} $args[0]", id);
            Assert.Equal(["BatchWorkflow.Secret.Missing"], outcome.ErrorIds);
            Assert.StartsWith($"{file}:7:", outcome.Errors[0].ToString(), StringComparison.Ordinal);
        }
        Assert.Equal(before, JournalLength(id));
    }

    [Fact]
    public void Rollback_DeleteDoesNotUseTheSecret_UndoesWithoutItAndSaysSo()
    {
        Set(_one, _two);
        string id = _session.Run("(Submit-BatchWorkflow $args[0]).Id", Write("echo made > \"$BW_ROOT/thing\"")).Texts[0];
        Environment.SetEnvironmentVariable(_two, null);

        Assert.Equal("RolledBack", _session.Run("(Invoke-BatchRollback $args[0] -Force).Status", id).One().ToString());
        Assert.Contains(_session.Run("(Get-BatchLog $args[0]).Message", id).Texts,
            line => line.Contains("a secret of variable two is missing; delete.sh does not use it and runs without", StringComparison.Ordinal));
    }

    [Fact]
    public void Rollback_DeleteUsesTheSecret_IsRefusedAndWritesNothing()
    {
        Set(_one, _two);
        string file = Write("true");
        string delete = Path.Combine(Path.GetDirectoryName(file)!, "taskservs/thing/delete.sh");
        File.WriteAllText(delete, "#!/bin/sh\n. ./lib.sh\nforget\n");
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(delete)!, "lib.sh"), "forget() { cat \"$BW_SECRET_TWO\" >/dev/null; }\n");
        string id = _session.Run("(Submit-BatchWorkflow $args[0]).Id", file).Texts[0];
        Environment.SetEnvironmentVariable(_two, null);
        long before = JournalLength(id);

        Outcome outcome = _session.Run("Invoke-BatchRollback $args[0] -Force", id);

        Assert.Equal(["BatchWorkflow.Secret.Missing"], outcome.ErrorIds);
        Assert.Equal(before, JournalLength(id));
    }

    private string Write(string create)
    {
        string file = SampleWorkflow.Write(_session.Folder, create);
        File.WriteAllText(file, File.ReadAllText(file).Replace("{ word: plain }", $"{{ one: env:{_one}, two: env:{_two} }}", StringComparison.Ordinal));
        return file;
    }

    private static void Set(params string[] names)
    {
        foreach (string name in names)
            Environment.SetEnvironmentVariable(name, "a-secret-" + name);
    }

    private long JournalLength(string id) => Directory.GetFiles(Path.Combine(_session.State, "runs", id), "journal.*").Sum(f => new FileInfo(f).Length);
}
