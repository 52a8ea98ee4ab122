using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using BatchWorkflow.Providers.Local;
using BatchWorkflow.Providers.Local.Ports;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Providers.Tests.Local;

public sealed class PortTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private PortRegistry Registry => new(folder["registry"]);

    [Fact]
    public async Task Take_ManyServersOfManyStatesAtOnce_NoTwoShareAPort()
    {
        PortBlock[] made = await Task.WhenAll(
            from state in Enumerable.Range(0, 20)
            from server in Enumerable.Range(0, 5)
            select Task.Run(() => TakeAsync($"{state}/s{server}")));
        Assert.Equal(100 * 16, made.SelectMany(Ports).Distinct().Count());
    }

    [Fact]
    public async Task Take_ServersOfFiveHundredStates_AllGetSome()
    {
        List<PortBlock> made = [];
        for (int state = 0; state < 500; state++)
            made.Add(await TakeAsync($"{state}/web"));
        Assert.Equal(500 * 16, made.SelectMany(Ports).Distinct().Count());
        Assert.All(made, block => Assert.True(block.Base >= FreePorts.First && block.End <= FreePorts.End));
    }

    [Fact]
    public async Task Take_Again_KeepsThePorts()
    {
        PortBlock first = await TakeAsync("a/web");
        Assert.NotEqual(first, await TakeAsync("a/db"));
        Assert.Equal(first, await TakeAsync("a/web"));
    }

    [Fact]
    public async Task Take_SomethingListens_IsPassedOver()
    {
        PortBlock first = await TakeAsync("a/web");
        Directory.Delete(folder["a"], recursive: true);
        using TcpListener listener = new(IPAddress.Loopback, first.Base + 1);
        listener.Start();
        Assert.Equal(first.Base + 2, (await TakeAsync("b/web")).Base);
    }

    [Fact]
    public async Task Take_SomethingHasADatagramPort_IsPassedOver()
    {
        PortBlock first = await TakeAsync("a/web");
        Directory.Delete(folder["a"], recursive: true);
        using UdpClient client = new(new IPEndPoint(IPAddress.Loopback, first.Base));
        Assert.Equal(first.Base + 1, (await TakeAsync("b/web")).Base);
    }

    [Fact]
    public async Task GiveBack_ServerIsGone_AnotherGetsThem()
    {
        PortBlock first = await TakeAsync("a/web");
        Directory.Delete(folder["a/web"], recursive: true);
        await new ServerPorts(folder["a/web"]).GiveBackAsync(Registry, default);
        Assert.DoesNotContain("a/web", await File.ReadAllTextAsync(folder["registry/ports.json"]), StringComparison.Ordinal);
        Assert.Equal(first, await TakeAsync("b/web"));
    }

    [Fact]
    public async Task Take_AnotherStateWasRemoved_ItsPortsAreFreeAgain()
    {
        PortBlock gone = await TakeAsync("a/web");
        Directory.Delete(folder["a"], recursive: true);
        Assert.Equal(gone, await TakeAsync("b/web"));
    }

    [Fact]
    public async Task Take_AnotherServersFileIsBroken_KeepsOffItsPorts()
    {
        PortBlock broken = await TakeAsync("a/web");
        await File.WriteAllTextAsync(folder["a/web/ports.json"], "{");
        Assert.False(broken.Overlaps(await TakeAsync("b/web")));
    }

    [Fact]
    public async Task Take_PortsOfAnOlderVersion_StayTheServers()
    {
        PortBlock old = new(20480, 8);
        Assert.Equal(old, await new ServerPorts(Server("a/web")).TakeAsync("a/web", old, Registry, default));
        Assert.False(old.Overlaps(await TakeAsync("a/db")));
    }

    [Fact]
    public async Task Take_NoneAreLeft_NamesTheKeyAndTheHolders()
    {
        async Task TakeAllAsync()
        {
            for (int i = 0; i < 13; i++)
                await TakeAsync($"site-{i:00}/web", 1024);
        }

        FailureException failed = await Assert.ThrowsAsync<FailureException>(TakeAllAsync);
        Assert.Equal(FailureKind.Quota, failed.Failure.Kind);
        Assert.Matches(
            @"^A script of site-\d\d/web asks for the server's ports \(ports: 1024\), but no 1024 in a row are free from 20000 to 32767\. Held: \d+-\d+ by site-\d\d/web in \S+/site-\d\d/web; ",
            failed.Message);
        Assert.Contains("Delete local servers that are no longer needed", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Take_MoreThanTheRangeAllows_NamesTheKeyAndTheHolders()
    {
        Directory.CreateDirectory(folder["a"]);
        await File.WriteAllTextAsync(folder["a/.ports.json"], """{ "id": "ports-1", "limit": 20 }""");
        PortBlock web = await TakeAsync("a/web");
        FailureException failed = await Assert.ThrowsAsync<FailureException>(() => TakeAsync("a/db"));
        Assert.Equal(FailureKind.Quota, failed.Failure.Kind);
        Assert.Contains(
            $"port_range_size allows the servers of its infrastructure 20 ports together. Held: {web.Base}-{web.End - 1} by a/web in {folder["a/web"]}.",
            failed.Message, StringComparison.Ordinal);
        await TakeAsync("b/db");
    }

    [Fact]
    public async Task Lock_AnotherHoldsIt_IsBoundedAndNamesTheHolder()
    {
        using HeldPorts held = await Registry.LockAsync(default);
        PortRegistry impatient = new(folder["registry"]) { Patience = TimeSpan.FromMilliseconds(50) };
        FailureException failed = await Assert.ThrowsAsync<FailureException>(() => impatient.LockAsync(default));
        Assert.Equal(FailureKind.Transient, failed.Failure.Kind);
        Assert.Contains($"{folder["registry/lock"]}, the lock of this user's ports, has been held for", failed.Message, StringComparison.Ordinal);
        Assert.Contains($"by process {Environment.ProcessId}.", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lock_FolderIsOpenToOthers_IsClosedToThem()
    {
        Directory.CreateDirectory(folder["registry"]);
        File.SetUnixFileMode(folder["registry"], (UnixFileMode)0x1FF);
        (await Registry.LockAsync(default)).Dispose();
        Assert.Equal("rwx------", Mode("registry"));
        Assert.Equal("rw-------", Mode("registry/lock"));
    }

    [Theory]
    [InlineData("registry")]
    [InlineData("registry/lock")]
    public async Task Lock_BelongsToAnotherUser_IsRefused(string path)
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root can give a file to another user.");
        (await Registry.LockAsync(default)).Dispose();
        using (Process chown = Process.Start("chown", ["65534", folder[path]]))
            await chown.WaitForExitAsync();
        FailureException failed = await Assert.ThrowsAsync<FailureException>(() => Registry.LockAsync(default));
        Assert.Contains($"{folder[path]} belongs to another user (uid 65534), so it is not used.", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lock_FolderIsALink_IsRefused()
    {
        Directory.CreateDirectory(folder["elsewhere"]);
        File.CreateSymbolicLink(folder["registry"], folder["elsewhere"]);
        FailureException failed = await Assert.ThrowsAsync<FailureException>(() => Registry.LockAsync(default));
        Assert.Contains($"{folder["registry"]} is a link or is no folder", failed.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder["elsewhere"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lock_FileIsALink_IsRefusedAndItsTargetLeftAlone(bool exists)
    {
        (await Registry.LockAsync(default)).Dispose();
        if (exists)
        {
            await File.WriteAllTextAsync(folder["victim"], "secret");
            File.SetUnixFileMode(folder["victim"], UnixFileMode.UserRead);
        }
        File.Delete(folder["registry/lock"]);
        File.CreateSymbolicLink(folder["registry/lock"], folder["victim"]);
        await Assert.ThrowsAsync<FailureException>(() => Registry.LockAsync(default));
        Assert.Equal(exists, File.Exists(folder["victim"]));
        if (exists)
            Assert.Equal("r--------", Mode("victim"));
    }

    private static IEnumerable<int> Ports(PortBlock block) => Enumerable.Range(block.Base, block.Count);

    private string Mode(string file)
    {
        UnixFileMode mode = File.GetUnixFileMode(folder[file]);
        return string.Concat("rwxrwxrwx".Select((letter, i) => ((int)mode & (0x100 >> i)) != 0 ? letter : '-'));
    }

    private string Server(string path) => Directory.CreateDirectory(folder[path]).FullName;

    private Task<PortBlock> TakeAsync(string server, int count = 16)
        => new ServerPorts(Server(server)).TakeAsync(server, new PortBlock(0, count), Registry, default);
}
