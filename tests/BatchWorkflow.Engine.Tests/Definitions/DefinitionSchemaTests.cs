using System.Text.Json.Nodes;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Definitions.Binding;
using NJsonSchema;

namespace BatchWorkflow.Engine.Tests.Definitions;

public sealed class DefinitionSchemaTests
{
    private static readonly string Folder = Path.Combine(Fixtures.Root, "module", "schema");

    private static readonly string[] FormCodes =
        [Binder.Form, "Definition.UnknownKey", "Definition.MissingKey", "Definition.Name", "Definition.Gate", "Definition.Duplicate"];

    public static TheoryData<string> Names => [.. DefinitionSchema.Files.Keys];

    public static TheoryData<string> Refused => [.. Fixtures.Files("form")];

    public static TheoryData<string> Accepted => [.. Fixtures.Files("accepted"), .. Fixtures.Examples().Select(e => e.File)];

    [Theory]
    [MemberData(nameof(Names))]
    public void File_InModule_IsWhatTheDescriptionSays(string name)
    {
        Fixtures.AssertPinned(Path.Combine(Folder, name), DefinitionSchema.Files[name]);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Form_Wrong_IsRefusedByBindingAndSchemaAlike(string file)
    {
        string path = Path.Combine(Fixtures.Folder, file);
        string kind = Kind(path);
        (DefinitionNode? root, ProblemList problems) = Fixtures.Bind(path, kind);
        Fixtures.AssertProblems(path, problems.Sorted());
        JsonSchema schema = await JsonSchema.FromFileAsync(Path.Combine(Folder, kind + ".schema.json"), TestContext.Current.CancellationToken);
        Assert.NotEmpty(schema.Validate(TreeJson.Write(root!)));
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task Form_Right_IsAcceptedByBindingAndSchemaAlike(string file)
    {
        string path = Path.GetFullPath(file, Fixtures.Folder);
        string kind = Kind(path);
        (DefinitionNode? root, ProblemList problems) = Fixtures.Bind(path, kind);
        Assert.Empty(problems);
        JsonSchema schema = await JsonSchema.FromFileAsync(Path.Combine(Folder, kind + ".schema.json"), TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate(TreeJson.Write(root!)).Select(e => e.ToString()));
    }

    [Theory]
    [InlineData("accepted/workflow/seed.yaml")]
    [InlineData("accepted/workflow/gates.yaml")]
    [InlineData("accepted/infrastructure/every-field.yml")]
    [InlineData("accepted/taskserv/kubernetes.yaml")]
    public async Task Form_ChangedAtRandom_IsJudgedAlikeByBindingAndSchema(string file)
    {
        string path = Path.GetFullPath(file, Fixtures.Folder);
        string kind = Kind(path);
        DefinitionNode root = Fixtures.Bind(path, kind).Root!;
        JsonSchema schema = await JsonSchema.FromFileAsync(Path.Combine(Folder, kind + ".schema.json"), TestContext.Current.CancellationToken);
        TreeMutation mutation = new(new Random(20260729));
        int refused = 0;
        for (int round = 0; round < 1000; round++)
        {
            DefinitionNode changed = mutation.Apply(root);
            ProblemList problems = Fixtures.Bind(changed, kind);
            bool isWrong = problems.Any(p => FormCodes.Contains(p.Code));
            string json = TreeJson.Write(changed);
            string[] errors = [.. schema.Validate(json).Select(e => e.ToString())];
            Assert.True(isWrong == errors.Length > 0, $"{json}\nbinding: {string.Join("; ", problems)}\nschema: {string.Join("; ", errors)}");
            refused += isWrong ? 1 : 0;
        }
        Assert.InRange(refused, 100, 950);
    }

    /// <summary>What a validator in strict mode demands: rules name only keys that they define, and types are no unions.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Schema_InStrictMode_IsAcceptedAndDescribesEachProperty(string name)
    {
        List<string> wrong = [];
        Walk(JsonNode.Parse(DefinitionSchema.Files[name])!, "#", isSchema: true);
        Assert.Empty(wrong);

        void Walk(JsonNode? node, string path, bool isSchema)
        {
            if (node is JsonArray list)
            {
                for (int i = 0; i < list.Count; i++)
                    Walk(list[i], $"{path}/{i}", isSchema);
                return;
            }
            if (node is not JsonObject schema)
                return;
            if (isSchema)
                Check(schema, path);
            foreach ((string key, JsonNode? part) in schema)
                if (key is not ("default" or "enum"))
                    Walk(part, $"{path}/{key}", isSchema ? key is not ("properties" or "patternProperties") : true);
        }

        void Check(JsonObject schema, string path)
        {
            JsonObject properties = schema["properties"] as JsonObject ?? [];
            wrong.AddRange(properties.Where(p => p.Value!["description"] is null).Select(p => $"{path}: {p.Key} has no description"));
            wrong.AddRange((schema["required"] as JsonArray ?? []).Select(r => (string)r!).Where(r => !properties.ContainsKey(r)).Select(r => $"{path}: required {r} is not defined"));
            if (schema["type"] is JsonArray { Count: > 1 } types && !(types.Count == 2 && types.Any(t => (string)t! == "null")))
                wrong.Add($"{path}: a union of types");
        }
    }

    private static string Kind(string path) =>
        Fixtures.Examples().FirstOrDefault(e => e.File == path).Kind ?? Path.GetFileName(Path.GetDirectoryName(path))!;
}
