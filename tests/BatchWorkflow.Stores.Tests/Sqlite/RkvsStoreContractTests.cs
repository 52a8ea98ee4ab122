using BatchWorkflow.Stores.Sqlite;
using BatchWorkflow.TestKit;
using BatchWorkflow.TestKit.Contracts;

namespace BatchWorkflow.Stores.Tests.Sqlite;

public sealed class RkvsStoreContractTests : StoreContract, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    protected override Store Open() => new RkvsStore(folder["state.db"]);
}
