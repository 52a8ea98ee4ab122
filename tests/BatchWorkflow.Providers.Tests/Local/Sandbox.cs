using BatchWorkflow.Providers.Local;

namespace BatchWorkflow.Providers.Tests.Local;

/// <summary>A local server of one test, with the ports of the test's own registry.</summary>
internal sealed class Sandbox : IAsyncDisposable
{
    private readonly string state;
    private readonly LocalProvider provider;
    private readonly bool isMine;

    private Sandbox(string state, LocalProvider provider, ResourceState server, bool isMine)
    {
        this.state = state;
        this.provider = provider;
        this.isMine = isMine;
        Server = server;
    }

    public ResourceState Server { get; }

    public string Root => Server.Facts["root"];

    public string Folder => Path.GetDirectoryName(Root)!;

    /// <summary>Makes the server; it is deleted with this object.</summary>
    public static async Task<Sandbox> MakeAsync(string state)
    {
        LocalProvider provider = Open(state);
        ResourceState? server = await provider.ChangeAsync(
            new ResourceChange { Action = StepAction.Create, Wanted = Wanted, Token = "sandbox" }, default);
        return new Sandbox(state, provider, server!, isMine: true);
    }

    /// <summary>Finds the server that another process made.</summary>
    public static async Task<Sandbox> FindAsync(string state)
    {
        LocalProvider provider = Open(state);
        return new Sandbox(state, provider, Assert.Single(await provider.FindAsync(new ResourceQuery("test/web"), default)), isMine: false);
    }

    public Connection Open() => new LocalConnectionFactory().Open(new ConnectionContext
    {
        Definition = new ConnectionDefinition(),
        Server = Server,
        StatePath = state,
    });

    public Task DeleteAsync() => provider.ChangeAsync(
        new ResourceChange { Action = StepAction.Delete, Wanted = Wanted, Current = Server, Token = "end" }, default);

    public async ValueTask DisposeAsync()
    {
        if (isMine)
            await DeleteAsync();
        await provider.DisposeAsync();
    }

    private static ResourceSpecification Wanted { get; } = new() { Identity = "test/web", Kind = "server" };

    private static LocalProvider Open(string state)
        => new(new ProviderContext { Infrastructure = "test", StatePath = state });
}
