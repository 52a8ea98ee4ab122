using BatchWorkflow.Providers.Local;
using BatchWorkflow.TestKit.Contracts;

namespace BatchWorkflow.Providers.Tests.Local;

public sealed class LocalConnectionContractTests : ConnectionContract, IAsyncLifetime
{
    private Sandbox sandbox = null!;

    protected override string ServerName => "web";

    public async ValueTask InitializeAsync() => sandbox = await Sandbox.MakeAsync(Folder["state"]);

    public async ValueTask DisposeAsync()
    {
        await sandbox.DisposeAsync();
        Dispose();
    }

    [Fact]
    public async Task Factory_ScriptExtensions_AreThoseOfItsConnections()
    {
        await using Connection connection = await OpenAsync();
        Assert.Equal(connection.ScriptExtensions, new LocalConnectionFactory().ScriptExtensions(new ConnectionDefinition()));
    }

    protected override Task<Connection> OpenAsync() => Task.FromResult(sandbox.Open());
}
