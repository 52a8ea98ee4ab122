using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BatchWorkflow.Providers.Local;

/// <summary>Files of local servers in the one JSON form of everything on disk, replaced whole and flushed.</summary>
internal static class LocalJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>Reads a file; null when it is not there.</summary>
    /// <param name="file">The file.</param>
    /// <param name="shownAs">What messages call it, when that is not its path.</param>
    public static T? Read<T>(string file, string? shownAs = null)
        where T : class
    {
        try
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return JsonSerializer.Deserialize<T>(stream, Options)
                ?? throw new JsonException("null stands where an object was expected.");
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException broken)
        {
            throw new FailureException(
                new Failure { Kind = FailureKind.Fatal, Message = $"{shownAs ?? file} is damaged: {broken.Message} Repair or remove it." },
                broken);
        }
    }

    /// <summary>Writes a file beside and puts it in place at once.</summary>
    public static void Write<T>(string file, T content)
    {
        string temporary = $"{file}.{Guid.NewGuid():n}.new";
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (FileStream stream = new(temporary, options))
        {
            JsonSerializer.Serialize(stream, content, Options);
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, file, overwrite: true);
    }

    /// <summary>Free values as definitions have them, not as JSON elements.</summary>
    public static object? Free(object? value) => value is not JsonElement element ? value : element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => element.TryGetInt64(out long whole) ? (object)whole : element.GetDouble(),
        JsonValueKind.Array => element.EnumerateArray().Select(item => Free(item)).ToList(),
        JsonValueKind.Object => element.EnumerateObject().ToDictionary(member => member.Name, member => Free(member.Value)),
        _ => null,
    };

    /// <summary>All of a map's values freed.</summary>
    public static IReadOnlyDictionary<string, object?> Free(IReadOnlyDictionary<string, object?> values)
        => values.ToDictionary(pair => pair.Key, pair => Free(pair.Value));

    /// <summary>One text for equal values, whatever types hold them: keys in order, nothing for null and for empty maps and lists.</summary>
    public static string? TextOf(object? value) => value switch
    {
        null => null,
        string text => text,
        _ => Sorted(JsonSerializer.SerializeToElement(value, value.GetType(), Options)) is var text && text is "{}" or "[]" or "null" ? null : text,
    };

    private static string Sorted(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(", ", element.EnumerateObject()
            .OrderBy(member => member.Name, StringComparer.Ordinal)
            .Select(member => $"{member.Name}: {Sorted(member.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(", ", element.EnumerateArray().Select(Sorted)) + "]",
        _ => element.GetRawText(),
    };
}
