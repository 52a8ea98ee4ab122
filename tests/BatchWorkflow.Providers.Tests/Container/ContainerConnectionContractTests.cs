using BatchWorkflow.Providers.Container;
using BatchWorkflow.Providers.Local;
using BatchWorkflow.TestKit;
using BatchWorkflow.TestKit.Contracts;

namespace BatchWorkflow.Providers.Tests.Container;

/// <summary>In a real container, where an engine runs the image.</summary>
public sealed class ContainerConnectionContractTests : ConnectionContract, IAsyncLifetime
{
    private static readonly ConnectionDefinition Definition = new()
    {
        Kind = "container",
        Settings = new Dictionary<string, object?> { ["image"] = Containers.Image },
    };

    private LocalProvider? provider;
    private ResourceState? server;

    protected override string ServerName => "web";

    public async ValueTask InitializeAsync()
    {
        await Containers.RequireAsync();
        provider = new LocalProvider(new ProviderContext { Infrastructure = "test", StatePath = Folder["state"] });
        server = await provider.ChangeAsync(new ResourceChange { Action = StepAction.Create, Wanted = Wanted, Token = $"{Guid.NewGuid():n}" }, default);
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await provider!.ChangeAsync(new ResourceChange { Action = StepAction.Delete, Wanted = Wanted, Current = server, Token = "end" }, default);
        if (provider is not null)
            await provider.DisposeAsync();
        Dispose();
    }

    protected override Task<Connection> OpenAsync() => Task.FromResult(new ContainerConnectionFactory().Open(
        new ConnectionContext { Definition = Definition, Server = server!, StatePath = Folder["state"] }));

    private static ResourceSpecification Wanted { get; } = new() { Identity = "test/web", Kind = "server", Connection = Definition };
}
