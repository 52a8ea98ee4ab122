using System.Diagnostics;
using System.Runtime.Versioning;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Engine.Tests.Storing;

[UnsupportedOSPlatform("windows")]
public sealed class StateTrustTests : IDisposable
{
    private const UnixFileMode Everybody = (UnixFileMode)0x1FF;
    private const UnixFileMode Closed = Everybody & ~(UnixFileMode.OtherWrite | UnixFileMode.GroupWrite);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Demand_FolderOfAnotherUser_IsRefused()
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root can give a folder to another user.");
        await GiveAwayAsync();
        BatchWorkflowException refused = Assert.Throws<BatchWorkflowException>(() => StateTrust.Demand(Made()));
        Assert.Equal("State.Untrusted", refused.ErrorId);
        Assert.Equal($"'{folder["state"]}' belongs to another user (uid 65534), who could change what this run starts.", refused.Message);
    }

    [Theory]
    [InlineData(UnixFileMode.OtherWrite | UnixFileMode.GroupWrite, "Every user could write to")]
    [InlineData(UnixFileMode.OtherWrite, "Every user could write to")]
    [InlineData(UnixFileMode.GroupWrite, "Its group could write to")]
    public void Demand_OwnFolderOpenToOthers_IsClosedAndSaidOnce(UnixFileMode open, string said)
    {
        File.SetUnixFileMode(Made(), Closed | open);
        Assert.StartsWith($"{said} '{folder["state"]}'", StateTrust.Demand(folder["state"]), StringComparison.Ordinal);
        Assert.Equal(Closed, File.GetUnixFileMode(folder["state"]));
        Assert.Null(StateTrust.Demand(folder["state"]));
    }

    [Fact]
    public void Demand_FolderThatIsEverybodysOnPurpose_IsRefusedAndKeepsItsMode()
    {
        File.SetUnixFileMode(Made(), Everybody | UnixFileMode.StickyBit);
        BatchWorkflowException refused = Assert.Throws<BatchWorkflowException>(() => StateTrust.Demand(folder["state"]));
        Assert.StartsWith($"Every user can write to '{folder["state"]}'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(Everybody | UnixFileMode.StickyBit, File.GetUnixFileMode(folder["state"]));
    }

    [Fact]
    public void Demand_FolderThatIsNotThereYet_Passes() => Assert.Null(StateTrust.Demand(folder["state"]));

    [Fact]
    public void Lock_FileIsALink_IsRefusedAndItsTargetLeftAlone()
    {
        File.CreateSymbolicLink(folder["lock"], folder["victim"]);
        Assert.ThrowsAny<IOException>(() => UnixCalls.TryLock(folder["lock"]));
        Assert.False(File.Exists(folder["victim"]));
        File.WriteAllText(folder["victim"], "secret");
        Assert.ThrowsAny<IOException>(() => UnixCalls.TryLock(folder["lock"]));
    }

    [Fact]
    public async Task Holder_OfALockOfAnotherProcess_IsNamed()
    {
        string file = folder["lock"];
        UnixCalls.Unlock(UnixCalls.TryLock(file)!.Value);
        using Process holder = Process.Start(new ProcessStartInfo("flock", [file, "sh", "-c", "echo held; read -r end"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        Assert.Equal("held", await holder.StandardOutput.ReadLineAsync());
        Assert.Null(UnixCalls.TryLock(file));
        Assert.Equal($"process {holder.Id} (flock)", LockHolder.Describe(file));
        holder.StandardInput.Close();
        await holder.WaitForExitAsync();
        Assert.Equal("another process", LockHolder.Describe(file));
    }

    private string Made() => Directory.CreateDirectory(folder["state"]).FullName;

    private async Task GiveAwayAsync()
    {
        using Process chown = Process.Start("chown", ["65534", Made()]);
        await chown.WaitForExitAsync();
    }
}
