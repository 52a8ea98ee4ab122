using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BatchWorkflow.Engine.Definitions.Reading;

/// <summary>Makes a tree of the events of a YAML text.</summary>
internal sealed class YamlTree(string text, YamlEvents events, TreeBuilder builder)
{
    private readonly YamlAnchors anchors = new(builder);

    /// <summary>The tree of the only document.</summary>
    public DefinitionNode Read()
    {
        events.Next();
        ParsingEvent first = events.Next();
        if (first is StreamEnd)
            throw new UnreadableTextException("Definition.Empty", builder.At(1, 1), "The file is empty.");
        DefinitionNode root = Node(events.Next()).Node;
        events.Next();
        if (events.Next() is not StreamEnd and { } second)
            throw new UnreadableTextException("Definition.Documents", At(second), "A second document begins here; a definition is one.",
                "Put it into a file of its own.");
        return root;
    }

    private Measured Node(ParsingEvent e)
    {
        SourceLocation at = At(e);
        if (!events.IsInBrackets(e) && YamlTabs.Before(text, (int)e.Start.Index) is >= 0 and int tab)
            throw new UnreadableTextException(YamlTabs.Problem(at with { Column = at.Column - ((int)e.Start.Index - tab) }));
        return e switch
        {
            AnchorAlias alias => anchors.Find(alias.Value.Value, at),
            Scalar scalar => anchors.Keep(scalar, Scalar(scalar, at)),
            SequenceStart list => anchors.Keep(list, List(list, at)),
            MappingStart map => anchors.Keep(map, Map(map, at)),
            _ => throw new YamlException(e.Start, e.End, "a value was expected here."),
        };
    }

    private Measured Scalar(Scalar scalar, SourceLocation at)
    {
        ScalarNode node = builder.Scalar(at, YamlScalar.Resolve(scalar, at), scalar.Value, PlaceOf(scalar));
        return new Measured(node, 1, (node.Value as string)?.Length ?? 0, 0);
    }

    private Measured List(SequenceStart start, SourceLocation at)
    {
        YamlScalar.RefuseTag(start, "tag:yaml.org,2002:seq", at);
        Begin(start, at);
        Growth growth = new();
        List<DefinitionNode> items = [];
        for (ParsingEvent e = events.Next(); e is not SequenceEnd; e = events.Next())
            items.Add(growth.Add(Node(e)));
        builder.Leave();
        return growth.Of(new ListNode(at, items));
    }

    private Measured Map(MappingStart start, SourceLocation at)
    {
        YamlScalar.RefuseTag(start, "tag:yaml.org,2002:map", at);
        Begin(start, at);
        Growth growth = new();
        List<MapEntry> entries = [];
        List<Measured> merged = [];
        Dictionary<string, SourceLocation> seen = [];
        for (ParsingEvent e = events.Next(); e is not MappingEnd; e = events.Next())
        {
            SourceLocation keyAt = At(e);
            bool merges = e is Scalar { Value: "<<", Style: ScalarStyle.Plain };
            string key = Key(e, keyAt);
            Measured value = Node(events.Next());
            if (merges)
                merged.Add(value);
            else if (builder.IsNew(key, keyAt, seen))
                entries.Add(new MapEntry(key, keyAt, growth.Add(key, value)));
        }
        foreach (Measured value in merged)
        {
            YamlAnchors.Merge(value, entries, seen);
            growth.Add(value);
        }
        builder.Leave();
        return growth.Of(new MapNode(at, entries));
    }

    private string Key(ParsingEvent e, SourceLocation at)
    {
        if (Node(e).Node is not ScalarNode node)
            throw new UnreadableTextException("Definition.Key", at, "A key is one word or text, not a list or a map.",
                IsBrace(e) ? "Put a value that begins with {{ in quotes." : null);
        string key = e is Scalar scalar ? scalar.Value : YamlScalar.Text(node.Value);
        return key.Length > 0 ? key : throw new UnreadableTextException("Definition.Key", at, "A key is missing before the colon.");
    }

    /// <summary>True for a map that is the key of a map: an unquoted {{ … }}.</summary>
    private bool IsBrace(ParsingEvent e) => e is MappingStart && e.Start.Index > 0 && text[(int)e.Start.Index - 1] == '{';

    private void Begin(NodeEvent start, SourceLocation at)
    {
        anchors.Open(start);
        builder.Count(1, at);
        builder.Enter(at);
    }

    /// <summary>Where the text of a scalar stands, for places inside of it.</summary>
    private TextPlace PlaceOf(Scalar scalar)
    {
        (int line, int column) = ((int)scalar.Start.Line, (int)scalar.Start.Column);
        bool spansLines = scalar.End.Line > scalar.Start.Line;
        switch (scalar.Style)
        {
            case ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted:
                return new TextPlace(line, column + 1, spansLines ? -1 : 0);
            case ScalarStyle.Literal:
                int begin = text.IndexOf('\n', Math.Min((int)scalar.Start.Index, text.Length)) + 1;
                int indent = begin == 0 ? 0 : text.AsSpan(begin).IndexOfAnyExcept(' ');
                return new TextPlace(line + 1, Math.Max(0, indent) + 1, Math.Max(0, indent));
            default:
                return new TextPlace(line, column, spansLines ? -1 : 0);
        }
    }

    private SourceLocation At(ParsingEvent e) => builder.At(e.Start.Line, e.Start.Column);
}
