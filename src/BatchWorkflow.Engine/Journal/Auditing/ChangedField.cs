using System.Buffers;
using System.Text;
using System.Text.Json;

namespace BatchWorkflow.Engine.Journal.Auditing;

/// <summary>
/// Finds which field of a line was changed after it was written. A line carries its own sum, so a single byte that has changed is found by trying
/// what else could stand there; beyond that the number and the hash are known that must stand there.
/// </summary>
internal static class ChangedField
{
    private const int MostBytes = 2048;

    /// <summary>The field, or null when it cannot be told.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="sequence">The number that should stand there.</param>
    /// <param name="previous">The hash that should stand there, or empty when it is not known.</param>
    public static string? Find(ReadOnlySpan<byte> line, long sequence, string previous)
    {
        if (line.Length is 0 or > MostBytes)
            return null;
        byte[] copy = line.ToArray();
        for (int i = 0; i < copy.Length; i++)
        {
            byte found = copy[i];
            for (int other = 0; other <= byte.MaxValue; other++)
            {
                copy[i] = (byte)other;
                if (other != found && JournalFormat.HasItsSum(copy))
                    return FieldAt(copy, i);
            }
            copy[i] = found;
        }
        return FindKnown(copy, sequence, previous);
    }

    private static string? FindKnown(byte[] line, long sequence, string previous)
    {
        string text = Encoding.UTF8.GetString(line);
        foreach ((string field, string begin, string end, string value) in new[] { ("seq", "{\"seq\":", ",", $"{sequence}"), ("prev", "\"prev\":\"", "\"", previous) })
        {
            int from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
            int to = from < begin.Length ? -1 : text.IndexOf(end, from, StringComparison.Ordinal);
            if (to > 0 && value.Length > 0 && JournalFormat.HasItsSum(Encoding.UTF8.GetBytes(string.Concat(text.AsSpan(0, from), value, text.AsSpan(to)))))
                return field;
        }
        return null;
    }

    /// <summary>The field of the line's object in which a byte stands.</summary>
    private static string? FieldAt(byte[] line, int index)
    {
        Utf8JsonReader reader = new(line);
        string? field = null;
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
                {
                    if (reader.TokenStartIndex > index)
                        return field;
                    field = reader.GetString();
                }
            }
        }
        catch (JsonException)
        {
            // The sum fits a text that is no object: some other bits have changed.
            return null;
        }
        return field;
    }
}
