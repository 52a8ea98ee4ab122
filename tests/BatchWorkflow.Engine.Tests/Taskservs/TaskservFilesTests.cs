using System.Text;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Tests.Definitions;

namespace BatchWorkflow.Engine.Tests.Taskservs;

/// <summary>What editors, and editors on other systems, leave in a taskserv's folder.</summary>
public sealed class TaskservFilesTests : IDisposable
{
    private readonly Scratch scratch = new();
    private readonly string folder;

    public TaskservFilesTests()
    {
        scratch.Write("infrastructure.yaml", "servers: [{ name: w }]\n");
        scratch.Write("taskservs/t/taskserv.yaml", "description: T.\n");
        scratch.Write("taskservs/t/create.sh", "#!/bin/bash\ntrue\n");
        folder = Path.Combine(scratch.Folder, "taskservs/t");
    }

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("create.sh~")]
    [InlineData("#create.sh#")]
    [InlineData(".create.sh.swp")]
    [InlineData(".create.sh.swo")]
    [InlineData("4913")]
    [InlineData("conf/.nginx.conf.kate-swp")]
    [InlineData(".#create.sh")]
    public async Task Editor_LocksAndBackups_AreNoPartOfIt(string name)
    {
        string file = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        if (name[0..2] == ".#")
            File.CreateSymbolicLink(file, "ann@desk.4711:1764363600");
        else
            await File.WriteAllTextAsync(file, "half", TestContext.Current.CancellationToken);

        LoadedWorkflow loaded = await LoadAsync();

        Assert.Empty(loaded.Problems);
        Assert.Equal(["create.sh", "taskserv.yaml"], loaded.Source!.Taskservs["t"].Files.Keys);
    }

    [Fact]
    public async Task Link_ToNothing_IsNamed()
    {
        File.CreateSymbolicLink(Path.Combine(folder, "lib.sh"), "../gone/lib.sh");

        Problem problem = Assert.Single((await LoadAsync()).Problems);

        Assert.EndsWith("t/lib.sh: It is a link to '../gone/lib.sh', and that is not there. Remove the link, or put the file there.", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_ToItself_IsNamed()
    {
        File.CreateSymbolicLink(Path.Combine(folder, "lib.sh"), "lib.sh");

        Assert.Contains("t/lib.sh: It is a link to 'lib.sh', and the links from there on go round in a loop.", Assert.Single((await LoadAsync()).Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_InALoop_AreEachNamed()
    {
        File.CreateSymbolicLink(Path.Combine(folder, "lp1"), "lp2");
        File.CreateSymbolicLink(Path.Combine(folder, "lp2"), "lp1");

        string[] told = [.. (await LoadAsync()).Problems.Select(p => p.Message).Order(StringComparer.Ordinal)];

        Assert.Equal(["It is a link to 'lp1', and the links from there on go round in a loop.", "It is a link to 'lp2', and the links from there on go round in a loop."], told);
    }

    [Fact]
    public async Task Link_ToADevice_IsNamed()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "This machine has no /dev/zero.");
        File.CreateSymbolicLink(Path.Combine(folder, "zero"), "/dev/zero");

        Assert.EndsWith("t/zero: It is a link to '/dev/zero', which is a device, not a file. Put a file in its place.", Assert.Single((await LoadAsync()).Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Socket_IsNamed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not tell a socket from a file.");
        using System.Net.Sockets.Socket socket = new(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(Path.Combine(folder, "s")));

        Assert.EndsWith("t/s: This is a socket, not a file. Put a file in its place.", Assert.Single((await LoadAsync()).Problems).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\uFEFF#!/bin/bash\nf() (true)\n", "create.sh:1:1: The script begins with a byte order mark")]
    [InlineData("#!/bin/bash\r\ntrue\r\n", "create.sh:1:1: Its lines end with a carriage return")]
    [InlineData("#!/bin/bash\r\ntrue\n", "create.sh:1:1: Line 1 ends with a carriage return")]
    [InlineData("#!/bin/bash\ntrue\nif true\r\nthen true\r\nfi\n", "create.sh:3:1: warning: Line 3 and 1 more end with a carriage return")]
    public async Task Script_WhatAShellCannotRead_IsNamed(string text, string told)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "create.sh"), text, TestContext.Current.CancellationToken);

        Assert.Contains(told, Assert.Single((await LoadAsync()).Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_Utf16_IsNamed()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "create.sh"), "#!/bin/sh\n", Encoding.Unicode, TestContext.Current.CancellationToken);

        Assert.Contains("create.sh:1:1: The script is UTF-16", Assert.Single((await LoadAsync()).Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OtherFile_WithMarkAndCarriageReturns_IsLeftAlone()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "data.csv"), "\uFEFFa;b\r\n1;2\r\n", TestContext.Current.CancellationToken);

        Assert.Empty((await LoadAsync()).Problems);
    }

    private async Task<LoadedWorkflow> LoadAsync()
    {
        string file = scratch.Write("flow.yaml", "name: flow\noperations:\n  - { id: a, type: create, target: server, items: [w] }\n  - { id: b, type: create, target: taskserv, items: [t], depends_on: [a] }\n");
        return await new DefinitionLoader([], null).LoadAsync(new DefinitionInput(file), new PlanOptions(), TestContext.Current.CancellationToken);
    }
}
