using System.Runtime.Versioning;
using BatchWorkflow.TestKit;
using BatchWorkflow.TestKit.Postgres;

namespace BatchWorkflow.EndToEnd.Tests.Torture;

/// <summary>For tests that hold on every store: new, empty states of each kind.</summary>
[UnsupportedOSPlatform("windows")]
public abstract class AnyStore(PostgresServer server) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The names of the stores.</summary>
    public static TheoryData<string> All => ["file", "rkvs", "postgres"];

    /// <summary>A folder of this test.</summary>
    private protected string Folder => _folder.Path;

    /// <summary>A new state.</summary>
    private protected async Task<TortureState> NewStateAsync(string kind) => new(kind switch
    {
        "postgres" => await server.NewStateAsync(),
        "rkvs" => _folder[$"{Guid.NewGuid():n}.db"],
        _ => _folder[$"{Guid.NewGuid():n}"],
    });

    /// <inheritdoc />
    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
