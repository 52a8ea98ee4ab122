using System.Text.Json;
using BatchWorkflow.Engine.Journal;

namespace BatchWorkflow.Engine.Storing;

/// <summary>Reads the JSON files of the state, and says in plain words what is wrong with one that is damaged.</summary>
internal static class StoredJson
{
    /// <summary>A file's JSON with its sum, so that a bit that flips in a value is found.</summary>
    public static byte[] Write<T>(T value)
        where T : class => JournalFormat.Seal(JsonSerializer.SerializeToUtf8Bytes(value, EngineJson.File));

    /// <summary>What a file holds; one without a sum was written by an older version or by hand.</summary>
    /// <exception cref="JsonException">It is not what was written; the message is the end of a sentence that begins with the file's name.</exception>
    public static T Read<T>(ReadOnlySpan<byte> content)
        where T : class
    {
        if (content.IndexOf(",\"sum\":\""u8) >= 0 && !(content.EndsWith("\n"u8) && JournalFormat.HasItsSum(content[..^1])))
            throw new JsonException("it is not as it was written");
        try
        {
            return JsonSerializer.Deserialize<T>(content, EngineJson.Stored) ?? throw new JsonException("it holds nothing");
        }
        catch (JsonException e) when (e.Path is not null || e.InnerException is not null)
        {
            throw new JsonException(Explain(content, e), e);
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException or ArgumentException)
        {
            throw new JsonException("it is not what is kept there", e);
        }
    }

    private static string Explain(ReadOnlySpan<byte> content, JsonException e)
    {
        if (content.IndexOfAnyExcept(" \t\r\n\0"u8) < 0)
            return "it is empty";
        if (BrokenLine(content) is { } line)
            return $"it is not JSON from line {line} on";
        return e.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal)
            ? $"its {path[2..]} (line {e.LineNumber + 1}) has a value that does not belong there"
            : "parts of it are missing, or it is not what is kept there";
    }

    /// <summary>The line from which on a text is not JSON any more; null for JSON.</summary>
    private static long? BrokenLine(ReadOnlySpan<byte> content)
    {
        try
        {
            Utf8JsonReader reader = new(content);
            while (reader.Read())
            {
                // Only whether it can be read is wanted.
            }
            return null;
        }
        catch (JsonException e)
        {
            return (e.LineNumber ?? 0) + 1;
        }
    }
}
