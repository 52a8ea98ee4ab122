using BatchWorkflow.Engine.Storing;
using BatchWorkflow.TestKit;
using BatchWorkflow.TestKit.Contracts;

namespace BatchWorkflow.Engine.Tests.Storing;

public sealed class FileStoreContractTests : StoreContract, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    protected override Store Open() => new FileStore(Path.Combine(folder.Path, "state"), TimeProvider.System);
}
