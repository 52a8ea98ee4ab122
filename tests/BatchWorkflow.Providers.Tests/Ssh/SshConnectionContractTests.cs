using BatchWorkflow.TestKit.Contracts;

namespace BatchWorkflow.Providers.Tests.Ssh;

public sealed class SshConnectionContractTests : ConnectionContract, IAsyncLifetime
{
    private SshServer? server;

    protected override string ServerName => "web";

    public async ValueTask InitializeAsync() => server = await SshServer.StartAsync(Folder["ssh"]);

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        Dispose();
    }

    protected override Task<Connection> OpenAsync() => Task.FromResult(server!.Open());
}
