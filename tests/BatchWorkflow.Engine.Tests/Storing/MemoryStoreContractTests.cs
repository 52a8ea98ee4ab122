using BatchWorkflow.TestKit.Contracts;
using BatchWorkflow.TestKit.Storing;

namespace BatchWorkflow.Engine.Tests.Storing;

/// <summary>The tests' own store keeps the contract too, so what holds with it holds with any.</summary>
public sealed class MemoryStoreContractTests : StoreContract, IAsyncDisposable
{
    private readonly MemoryStore store = new();

    public ValueTask DisposeAsync() => store.DisposeAsync();

    protected override Store Open() => store;
}
