using System.Text;
using System.Text.Json;

namespace BatchWorkflow.Engine.Definitions.Reading;

/// <summary>Makes a tree of the tokens of a JSON text.</summary>
internal sealed class JsonTree(byte[] content, TreeBuilder builder)
{
    private readonly JsonPlaces places = new(content);

    /// <summary>The tree of the text's one value.</summary>
    public DefinitionNode Read()
    {
        // One more than our own depth, so that our own message is the one that is told.
        Utf8JsonReader reader = new(content, new JsonReaderOptions { MaxDepth = DefinitionLimits.Depth + 1, CommentHandling = JsonCommentHandling.Skip });
        reader.Read();
        DefinitionNode root = Node(ref reader);
        reader.Read();
        return root;
    }

    private DefinitionNode Node(ref Utf8JsonReader reader)
    {
        SourceLocation at = At(ref reader);
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => Map(ref reader, at),
            JsonTokenType.StartArray => List(ref reader, at),
            JsonTokenType.String => builder.Scalar(at, Text(ref reader, at)),
            JsonTokenType.Number => builder.Scalar(at, Number(ref reader, at), Encoding.UTF8.GetString(reader.ValueSpan)),
            JsonTokenType.True => builder.Scalar(at, true),
            JsonTokenType.False => builder.Scalar(at, false),
            _ => builder.Scalar(at, null),
        };
    }

    private MapNode Map(ref Utf8JsonReader reader, SourceLocation at)
    {
        builder.Count(1, at);
        builder.Enter(at);
        List<MapEntry> entries = [];
        Dictionary<string, SourceLocation> seen = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            SourceLocation keyAt = At(ref reader);
            string key = Text(ref reader, keyAt);
            if (key.Length == 0)
                throw new UnreadableTextException("Definition.Key", keyAt, "A key is empty.");
            reader.Read();
            DefinitionNode value = Node(ref reader);
            if (builder.IsNew(key, keyAt, seen))
                entries.Add(new MapEntry(key, keyAt, value));
        }
        builder.Leave();
        return new MapNode(at, entries);
    }

    private ListNode List(ref Utf8JsonReader reader, SourceLocation at)
    {
        builder.Count(1, at);
        builder.Enter(at);
        List<DefinitionNode> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(Node(ref reader));
        builder.Leave();
        return new ListNode(at, items);
    }

    private static string Text(ref Utf8JsonReader reader, SourceLocation at)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new UnreadableTextException("Definition.Encoding", at, "The text has half of a surrogate pair, which is no character.");
        }
    }

    private static object Number(ref Utf8JsonReader reader, SourceLocation at)
    {
        if (reader.TryGetInt64(out long whole))
            return whole;
        if (!reader.TryGetDouble(out double number) || !double.IsFinite(number) || !reader.ValueSpan.ContainsAny((byte)'.', (byte)'e', (byte)'E'))
            throw new UnreadableTextException("Definition.Number", at, "The number cannot be kept exactly.", "Put it in quotes if it is text.");
        return number;
    }

    private SourceLocation At(ref Utf8JsonReader reader)
    {
        (int line, int column) = places.Of(reader.TokenStartIndex);
        return builder.At(line, column);
    }
}
