using BatchWorkflow.TestKit;
using BatchWorkflow.TestKit.Postgres;

namespace BatchWorkflow.Stores.Tests;

/// <summary>For tests that hold on every store: the place of a new, empty state of each kind.</summary>
public abstract class StoreKinds(PostgresServer server) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>The names of the stores.</summary>
    public static TheoryData<string> All => ["file", "rkvs", "postgres"];

    /// <summary>A folder of this test.</summary>
    protected string Folder => folder.Path;

    /// <summary>A new state's place in the form of a -StatePath.</summary>
    protected async Task<string> NewStateAsync(string kind) => kind switch
    {
        "postgres" => await server.NewStateAsync(),
        "rkvs" => folder[$"{Guid.NewGuid():n}.db"],
        _ => folder[$"{Guid.NewGuid():n}"],
    };

    /// <summary>The address of a place.</summary>
    private protected StoreAddress Address(string place) =>
        Places.Find(place, Places.Typed with { Home = folder["platform"] }) ?? new Engine.Storing.FileAddress(place);

    /// <summary>Opens a place's store.</summary>
    private protected Store Open(string place) => Address(place).Open(TimeProvider.System);

    /// <inheritdoc />
    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
