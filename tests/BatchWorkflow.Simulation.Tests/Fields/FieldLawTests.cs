using System.Text.Json;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Simulation.Tests.Fields;

/// <summary>No field comes in without a test that turns it, and the schemas know the fields that files are read by.</summary>
public sealed class FieldLawTests
{
    private static readonly string[] ForEditors = ["infrastructure.$schema", "taskserv.$schema", "workflow.$schema"];

    /// <summary>What a later version brings; until then, saying it is told.</summary>
    private static readonly string[] Later =
    [
        "workflow.monitoring.metrics_endpoint", "workflow.monitoring.telemetry.enabled", "workflow.monitoring.telemetry.headers",
        "workflow.monitoring.telemetry.otlp_endpoint", "workflow.monitoring.telemetry.service_name",
        "workflow.secrets.kms_config", "workflow.secrets.provider", "workflow.secrets.sops_config.age_key_file",
    ];

    /// <summary>The records that take further keys, as settings of a provider, a connection or a tool.</summary>
    private static readonly Dictionary<string, Type[]> Open = new()
    {
        ["infrastructure.servers[]"] = [typeof(ServerDefinition)],
        ["infrastructure.servers[].connection"] = [typeof(ConnectionDefinition)],
        ["infrastructure.providers.*"] = [typeof(ProviderDefinition), typeof(ProviderDependencies)],
        ["workflow.secrets.sops_config"] = [],
    };

    private static readonly string[] NoFields = ["settings", "given", "source"];

    private const string Unknown = "qqqqqqqqqqqqqqqqqqqq";

    public static TheoryData<string> ClosedRecords => [.. SchemaFields.Records.Keys.Where(r => !Open.ContainsKey(r))];

    public static TheoryData<string> OpenRecords => [.. Open.Keys];

    [Fact]
    public void Field_OfASchema_IsTurnedByATest() =>
        Assert.Empty(SchemaFields.Leaves.Except(ForEditors).Except(TurnedFields.All.Where(t => !t.IsOnlyTold).Select(t => t.Field)).Except(Later));

    [Fact]
    public void Field_OfALaterVersion_IsToldWhenItIsNamed() =>
        Assert.Empty(Later.Except(TurnedFields.All.Where(t => t.IsOnlyTold).Select(t => t.Field)));

    [Fact]
    public void Field_ThatATestTurns_IsOneOfASchema() =>
        Assert.Equal(["infrastructure.servers[].zone"], TurnedFields.All.Select(t => t.Field).Distinct().Except(SchemaFields.Leaves));

    [Theory]
    [MemberData(nameof(ClosedRecords))]
    public async Task Record_WithAnUnknownKey_NamesTheFieldsOfItsSchema(string record)
    {
        Problem problem = Assert.Single(await ProblemsAsync($"{PlaceOf(record)}.{Unknown}", "1"), p => p.Code == "Definition.UnknownKey");
        string[] known = problem.Hint!["Known keys: ".Length..].TrimEnd('.').Split(", ");
        Assert.Equal(SchemaFields.Records[record].Where(f => f[0] != '$'), known.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(OpenRecords))]
    public async Task Record_WithFurtherKeys_ReadsTheFieldsOfItsSchema(string record)
    {
        SortedSet<string> fields = SchemaFields.Records[record];
        foreach (string field in fields)
        {
            string place = $"{PlaceOf(record)}.{field}";
            Assert.Contains(await ProblemsAsync(place, "null"), p => p.Code == "Definition.WrongValue" && place.EndsWith(p.Message.Split(' ')[0], StringComparison.Ordinal));
        }
        IEnumerable<string> read = Open[record].SelectMany(t => t.GetProperties()).Where(p => p.CanWrite).Select(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name));
        Assert.Empty(read.Except(NoFields).Except(fields));
    }

    private static string PlaceOf(string record) => new TurnedField(record, null, null).Place;

    private static async Task<IReadOnlyList<Problem>> ProblemsAsync(string place, string json)
    {
        using TemporaryFolder folder = new();
        FieldFiles files = new();
        files.Put(place, json);
        return (await new DefinitionLoader([], null).LoadAsync(new DefinitionInput(files.Write(folder.Path, ["create"])), new PlanOptions(), TestContext.Current.CancellationToken)).Problems;
    }
}
