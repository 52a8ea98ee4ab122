using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BatchWorkflow.StandIn.Configuration;

/// <summary>Reads YAML as these services write it: no anchors, no tags, no name twice.</summary>
internal sealed class YamlReader
{
    private const int MostLevels = 32;
    private readonly string file;
    private readonly Parser parser;

    private YamlReader(string file)
    {
        this.file = file;
        parser = new Parser(new StringReader(ConfigFile.Text(file)));
    }

    /// <summary>Every document of the file; each is a map.</summary>
    public static IReadOnlyList<MapNode> Documents(string file)
    {
        try
        {
            return [.. new YamlReader(file).ReadDocuments()];
        }
        catch (YamlException exception)
        {
            throw new ConfigurationException(file, (int)exception.Start.Line, exception.Message);
        }
    }

    /// <summary>The only document of the file.</summary>
    public static MapNode Document(string file)
    {
        IReadOnlyList<MapNode> documents = Documents(file);
        return documents.Count == 1 ? documents[0] : throw new ConfigurationException(file, 1, $"the file must hold one document, not {documents.Count}");
    }

    private IEnumerable<MapNode> ReadDocuments()
    {
        parser.Consume<StreamStart>();
        while (!parser.TryConsume<StreamEnd>(out _))
        {
            parser.Consume<DocumentStart>();
            MapNode document = Read(0).AsMap("a document");
            parser.Consume<DocumentEnd>();
            yield return document;
        }
    }

    private ConfigNode Read(int level)
    {
        ParsingEvent next = parser.Current!;
        int line = (int)next.Start.Line;
        if (level > MostLevels)
            throw new ConfigurationException(file, line, $"nested deeper than {MostLevels} levels");
        if (next is NodeEvent node && (!node.Anchor.IsEmpty || !node.Tag.IsEmpty) || next is AnchorAlias)
            throw new ConfigurationException(file, line, "anchors, aliases and tags are not read here");
        if (next is Scalar scalar)
        {
            parser.MoveNext();
            return new ScalarNode(file, line, scalar.Value);
        }
        return parser.TryConsume<SequenceStart>(out _) ? ReadList(line, level) : ReadMap(line, level);
    }

    private ListNode ReadList(int line, int level)
    {
        List<ConfigNode> items = [];
        while (!parser.TryConsume<SequenceEnd>(out _))
            items.Add(Read(level + 1));
        return new ListNode(file, line, items);
    }

    private MapNode ReadMap(int line, int level)
    {
        parser.Consume<MappingStart>();
        MapNode map = new(file, line);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            string name = Read(level + 1).AsScalar("a key").Text;
            map.AddOnce(name, Read(level + 1));
        }
        return map;
    }
}
