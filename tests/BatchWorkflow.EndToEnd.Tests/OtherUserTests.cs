using System.Diagnostics;
using System.Runtime.Versioning;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.EndToEnd.Tests;

/// <summary>What two users of one machine do to each other's runs: nothing.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OtherUserTests : IDisposable
{
    private static readonly string[] AsNobody = ["--reuid", "65534", "--regid", "65534", "--clear-groups"];
    private readonly TemporaryFolder _folder = new();

    public OtherUserTests() => Assert.SkipUnless(Environment.UserName == "root", "Only root can act as another user.");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_StateThatAnotherUserMadeFirst_IsRefusedAndNothingIsStarted()
    {
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0x1FF);
        using (Process other = Process.Start("setpriv", [.. AsNobody, "mkdir", "-m", "777", _folder["state"]]))
            await other.WaitForExitAsync();

        RunnerEnd end = await new Runner(_folder["state"]).RunAsync("run", Workflow("touch \"$BW_ROOT/started\""));

        Assert.Equal(2, end.Code);
        Assert.Equal($"State.Untrusted: '{_folder["state"]}' belongs to another user (uid 65534), who could change what this run starts.", end.Errors.TrimEnd());
        Assert.Empty(Directory.EnumerateFiles(_folder["state"], "started", SearchOption.AllDirectories));
    }

    private string Workflow(string script)
    {
        Directory.CreateDirectory(_folder["taskservs/app"]);
        File.WriteAllText(_folder["taskservs/app/taskserv.yaml"], "description: An app.\n");
        File.WriteAllText(_folder["taskservs/app/create.sh"], script + "\n");
        File.WriteAllText(_folder["infrastructure.yaml"], "servers: [{ name: web-1 }]\n");
        File.WriteAllText(_folder["workflow.yaml"], """
            name: site
            operations:
              - { id: create-servers, type: create, target: server, items: [web-1] }
              - { id: app, type: create, target: taskserv, items: [app], depends_on: [create-servers], on_failure: fail }
            """);
        return _folder["workflow.yaml"];
    }
}
