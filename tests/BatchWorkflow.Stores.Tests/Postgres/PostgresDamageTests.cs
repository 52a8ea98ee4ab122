using System.Runtime.Versioning;
using System.Web;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Stores.Tests.Damage;
using BatchWorkflow.TestKit.Postgres;
using Npgsql;

namespace BatchWorkflow.Stores.Tests.Postgres;

/// <summary>Somebody changes rows of the tables by SQL.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PostgresDamageTests(PostgresServer server) : TwiceHeldRun(server)
{
    private const string OfJournal = "stream = (SELECT id FROM streams WHERE name = '{0}')";
    private const string Some = $"{OfJournal} AND start = (SELECT max(start) FROM pieces WHERE {OfJournal})";

    [Theory]
    [InlineData($"UPDATE pieces SET bytes = set_bit(bytes, 301, 1 - get_bit(bytes, 301)) WHERE {Some}")]
    [InlineData($"UPDATE pieces SET bytes = substr(bytes, 2) WHERE {Some}")]
    [InlineData($"UPDATE pieces SET start = start + 1 WHERE {Some}")]
    [InlineData($"UPDATE pieces SET start = -5 WHERE {Some}")]
    [InlineData($"DELETE FROM pieces WHERE {Some}")]
    [InlineData($"DELETE FROM pieces WHERE {OfJournal}")]
    [InlineData("UPDATE streams SET length = length - 1 WHERE name = '{0}'")]
    [InlineData("UPDATE streams SET length = 4000000000000000000 WHERE name = '{0}'")]
    [InlineData("UPDATE streams SET length = -1 WHERE name = '{0}'")]
    [InlineData("DELETE FROM streams WHERE name = '{0}'")]
    public async Task Rows_ThatSomebodyChanged_AreRefusedInWords(string change)
    {
        (string place, string id) = await MakeRunAsync("postgres");
        await using BatchEngine engine = Engine(place);
        WitnessedRun before = await WitnessedRun.SeeAsync(engine, id);
        Assert.True(await RunAsync(place, string.Format(System.Globalization.CultureInfo.InvariantCulture, change, JournalFormat.SegmentName(id, 1))) > 0);

        Assert.True(await before.AssertSameOrRefusedAsync(engine, change) <= 1);
        try
        {
            Assert.False((await engine.AuditAsync(id, kept: null, default)).Valid);
        }
        catch (BatchWorkflowException e)
        {
            Assert.Equal("State.Unreadable", e.ErrorId);
        }
    }

    private static async Task<int> RunAsync(string place, string statement)
    {
        System.Collections.Specialized.NameValueCollection query = HttpUtility.ParseQueryString(place.Split('?')[1]);
        NpgsqlConnectionStringBuilder settings = new() { Host = query["host"], Username = "postgres", Database = "postgres", SearchPath = query["schema"] };
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(settings);
        await using NpgsqlCommand command = source.CreateCommand(statement);
        return await command.ExecuteNonQueryAsync();
    }
}
