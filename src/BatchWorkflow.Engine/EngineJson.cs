using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BatchWorkflow.Engine;

/// <summary>The one JSON form of everything on disk: snake_case names, enumerations as words, no nulls.</summary>
internal static class EngineJson
{
    /// <summary>One line, for journals and hashes.</summary>
    public static JsonSerializerOptions Line { get; } = Make(indented: false);

    /// <summary>Indented, for files that people open.</summary>
    public static JsonSerializerOptions File { get; } = Make(indented: true);

    /// <summary>For reading files that may be damaged: null where something has to be is refused.</summary>
    public static JsonSerializerOptions Stored { get; } = new(File) { RespectNullableAnnotations = true };

    private static JsonSerializerOptions Make(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = indented,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new FreeValueConverter() },
    };
}
