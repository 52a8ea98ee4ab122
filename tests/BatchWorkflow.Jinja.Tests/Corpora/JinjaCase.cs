using System.Numerics;
using System.Text.Json;

namespace BatchWorkflow.Jinja.Tests.Corpora;

/// <summary>One recorded case, and what the engine makes of it.</summary>
public sealed class JinjaCase
{
    private readonly JsonElement _case;

    private JinjaCase(JsonElement element) => _case = element;

    public string Id => _case.GetProperty("id").GetString()!;

    public string? Tier => Text("tier");

    public bool Agrees => _case.TryGetProperty("agrees", out JsonElement agrees) && agrees.GetBoolean();

    public static JinjaCase Of(JsonElement element) => new(element);

    public static IReadOnlyList<JinjaCase> Load(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        return [.. document.RootElement.EnumerateArray().Select(element => new JinjaCase(element.Clone()))];
    }

    /// <summary>What differs from the recorded outcome, or null where nothing does.</summary>
    public string? Difference()
    {
        try
        {
            string output = Render();
            if (Text("output") is not { } wanted)
                return $"rendered {Quote(output)}, wanted {Text("error")}: {Text("message")}";
            return output == wanted ? null : $"rendered {Quote(output)}\n     wanted {Quote(wanted)}";
        }
        catch (JinjaException e)
        {
            if (Text("error") is not { } error)
                return $"raised {e.ErrorType}: {e.Description}\n wanted {Quote(Text("output")!)}";
            return e.ErrorType == error ? null : $"raised {e.ErrorType}: {e.Description}\n wanted {error}: {Text("message")}";
        }
    }

    /// <summary>What differs between the messages, for the cases that both refuse.</summary>
    public string? MessageDifference()
    {
        try
        {
            Render();
            return null;
        }
        catch (JinjaException e)
        {
            return Text("message") is { } wanted && e.Message != wanted ? $"{Quote(e.Message)}\n  wanted {Quote(wanted)}" : null;
        }
    }

    public string Render()
    {
        JinjaEnvironment environment = CaseEnvironment.Of(_case);
        JinjaTemplate template = Text("source") is { } source
            ? environment.Compile(source, Text("name"))
            : environment.GetTemplate(Text("name")!);
        Dictionary<string, object?> context = _case.GetProperty("context").EnumerateObject().ToDictionary(p => p.Name, p => Value(p.Value));
        return template.Render(context);
    }

    private string? Text(string name) =>
        _case.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    internal static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => element.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.Object => element.EnumerateObject().ToDictionary(p => p.Name, p => Value(p.Value)),
        JsonValueKind.Number when element.TryGetInt64(out long integer) => integer,
        JsonValueKind.Number when BigInteger.TryParse(element.GetRawText(), out BigInteger big) => big,
        JsonValueKind.Number => element.GetDouble(),
        _ => null,
    };

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
