using BatchWorkflow.TestKit.Contracts;
using BatchWorkflow.TestKit.Postgres;

namespace BatchWorkflow.Stores.Tests.Postgres;

public sealed class PostgresStoreContractTests(PostgresServer server) : StoreContract, IAsyncLifetime
{
    private string address = "";

    public async ValueTask InitializeAsync() => address = await server.NewStateAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override Store Open() => Places.Open(address);
}
