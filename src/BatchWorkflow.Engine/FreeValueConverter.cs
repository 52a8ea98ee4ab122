using System.Text.Json;
using System.Text.Json.Serialization;

namespace BatchWorkflow.Engine;

/// <summary>
/// Free-form values (<see cref="Values"/>) come back as string, bool, long, double, list and map, never as JSON elements; a
/// <see cref="TemplateText"/> is a map whose only key no definition can have.
/// </summary>
internal sealed class FreeValueConverter : JsonConverter<object>
{
    /// <summary>Readers of definitions refuse control characters, so no map of a user's has this key.</summary>
    private const string TemplateKey = "\u0001template";

    public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null: return null;
            case JsonTokenType.True: return true;
            case JsonTokenType.False: return false;
            case JsonTokenType.String: return reader.GetString();
            case JsonTokenType.Number: return reader.TryGetInt64(out long whole) ? (object)whole : reader.GetDouble();
            case JsonTokenType.StartArray:
                List<object?> items = [];
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(Read(ref reader, typeof(object), options));
                return items;
            case JsonTokenType.StartObject:
                Dictionary<string, object?> map = [];
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    string key = reader.GetString()!;
                    reader.Read();
                    map[key] = Read(ref reader, typeof(object), options);
                }
                return map.Count == 1 && map.GetValueOrDefault(TemplateKey) is string template ? new TemplateText(template) : map;
            default: throw new JsonException($"A value was expected, not {reader.TokenType}.");
        }
    }

    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options)
    {
        if (value is TemplateText template)
        {
            writer.WriteStartObject();
            writer.WriteString(TemplateKey, template.Text);
            writer.WriteEndObject();
            return;
        }
        if (value.GetType() == typeof(object))
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
            return;
        }
        JsonSerializer.Serialize(writer, value, value.GetType(), options);
    }
}
