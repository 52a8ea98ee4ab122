using System.Security.Cryptography;
using BatchWorkflow.Providers.Container;
using BatchWorkflow.Providers.Local;
using BatchWorkflow.TestKit;
using BatchWorkflow.TestKit.Contracts;

namespace BatchWorkflow.Providers.Tests.Container;

/// <summary>What people do to containers behind our back, and large files, where an engine runs the image.</summary>
public sealed class RealContainerTests : IAsyncLifetime
{
    private static readonly ConnectionDefinition Definition = new()
    {
        Kind = "container",
        Settings = new Dictionary<string, object?> { ["image"] = Containers.Image },
    };

    private readonly TemporaryFolder folder = new();
    private readonly string infrastructure = $"t{Guid.NewGuid():n}"[..9];
    private LocalProvider? provider;

    private ResourceSpecification Wanted => new() { Identity = $"{infrastructure}/web", Kind = "server", Connection = Definition };

    public async ValueTask InitializeAsync()
    {
        await Containers.RequireAsync();
        provider = new LocalProvider(new ProviderContext { Infrastructure = infrastructure, StatePath = folder["state"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (provider is not null)
        {
            await provider.ChangeAsync(new ResourceChange { Action = StepAction.Delete, Wanted = Wanted, Token = "end" }, default);
            await provider.DisposeAsync();
        }
        folder.Dispose();
    }

    [Fact]
    public async Task Container_RemovedByHandInTheMiddle_IsFoundAtOnceAndMadeAgain()
    {
        ResourceState server = await CreateAsync();
        await using Connection connection = Open(server);
        ScriptReference script = new($"{Guid.NewGuid():n}", folder["attempt"]);
        CollectedOutput output = new();
        await connection.StartAsync(new ScriptRequest { Reference = script, Command = "echo begun; sleep 300" }, default);
        Task<ScriptExit> wait = connection.WaitAsync(script, output, default);
        await output.SeenAsync("begun");
        await Containers.RunAsync("rm", "--force", NameOf(server));
        FailureException gone = await Assert.ThrowsAsync<FailureException>(() => wait.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(FailureKind.NotFound, gone.Failure.Kind);

        Assert.Empty(await provider!.FindAsync(new ResourceQuery(Wanted.Identity), default));
        ResourceState second = await CreateAsync();
        await using Connection other = Open(second);
        Assert.Equal(["there"], await SaysAsync(other, new ScriptRequest { Reference = new($"{Guid.NewGuid():n}", folder["second"]), Command = "echo there" }));
    }

    [Fact]
    public async Task Container_Stopped_IsStartedAgainWithWhatItHolds()
    {
        ResourceState server = await CreateAsync();
        await using Connection connection = Open(server);
        await SaysAsync(connection, new ScriptRequest { Reference = new($"{Guid.NewGuid():n}", folder["first"]), Command = "echo kept >/kept" });
        await Containers.RunAsync("stop", "--time", "0", NameOf(server));
        Assert.Equal(["kept"], await SaysAsync(connection, new ScriptRequest { Reference = new($"{Guid.NewGuid():n}", folder["second"]), Command = "cat /kept" }));
    }

    [Fact]
    public async Task Upload_LargeFile_ArrivesAndTakesNoMemoryOfItsSize()
    {
        const int size = 60 * 1024 * 1024;
        string taskserv = Directory.CreateDirectory(folder["taskserv"]).FullName;
        byte[] content = RandomNumberGenerator.GetBytes(size);
        string sum = Convert.ToHexStringLower(SHA256.HashData(content));
        await File.WriteAllBytesAsync($"{taskserv}/large.bin", content);
        content = [];
        await File.WriteAllTextAsync($"{taskserv}/create.sh", "sha256sum <\"$BW_FILES/large.bin\" | cut -d' ' -f1\n");
        await using Connection connection = Open(await CreateAsync());
        long before = GC.GetTotalMemory(forceFullCollection: true), most = 0;
        Task<IReadOnlyList<string>> upload = SaysAsync(connection, new ScriptRequest
        {
            Reference = new($"{Guid.NewGuid():n}", folder["upload"]),
            File = $"{taskserv}/create.sh",
            FilesFolder = taskserv,
        });
        while (!upload.IsCompleted)
        {
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            await Task.WhenAny(upload, Task.Delay(200));
        }
        Assert.Equal([sum], await upload);
        Assert.InRange(most, 0, size);
    }

    private static string NameOf(ResourceState server) => ContainerHost.NameOf(server.Identity, server.ProviderId);

    private static async Task<IReadOnlyList<string>> SaysAsync(Connection connection, ScriptRequest request)
    {
        CollectedOutput output = new();
        await connection.StartAsync(request, default);
        Assert.Equal(0, (await connection.WaitAsync(request.Reference, output, default)).Code);
        return output.Output;
    }

    private async Task<ResourceState> CreateAsync()
        => (await provider!.ChangeAsync(new ResourceChange { Action = StepAction.Create, Wanted = Wanted, Token = $"{Guid.NewGuid():n}" }, default))!;

    private Connection Open(ResourceState server)
        => new ContainerConnectionFactory().Open(new ConnectionContext { Definition = Definition, Server = server, StatePath = folder["state"] });
}
