using BatchWorkflow.TestKit.Contracts;

namespace BatchWorkflow.Providers.Tests.Ssh;

/// <summary>A server that changes its host key, or lets nobody in, while a script runs on it.</summary>
public sealed class UnknownOutcomeTests : SshTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Wait_NextConnectionIsRefused_FailsAsAuthAndTheOutcomeCanStillBeTaken(bool byHostKey)
    {
        await using Connection connection = Server.Open();
        ScriptRequest request = Request("echo begun; while [ ! -e \"$TMPDIR/go\" ]; do sleep 0.02; done; exit 7");
        CollectedOutput output = new();
        await connection.StartAsync(request, default);
        Task<ScriptExit> wait = connection.WaitAsync(request.Reference, output, default);
        await output.SeenAsync("begun");
        string file = byHostKey ? Server.KnownHosts : $"{Server.Folder}/authorized_keys", right = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, byHostKey ? right.Replace("AAAAC3", "AAAAC4", StringComparison.Ordinal) : "");
        await Server.CutAsync();
        Assert.Equal(FailureKind.Auth, (await Assert.ThrowsAsync<FailureException>(() => wait.WaitAsync(TimeSpan.FromSeconds(30)))).Failure.Kind);

        await File.WriteAllTextAsync(file, right);
        Assert.Equal(ScriptState.Running, await connection.ProbeAsync(request.Reference, default));
        await File.WriteAllTextAsync($"{Server.Temporary}/go", "");
        Assert.Equal(7, (await connection.WaitAsync(request.Reference, new CollectedOutput(), default)).Code);
    }
}
