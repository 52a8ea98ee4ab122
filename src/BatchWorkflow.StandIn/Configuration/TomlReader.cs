using System.Globalization;

namespace BatchWorkflow.StandIn.Configuration;

/// <summary>
/// Reads the TOML that containerd's configuration is written in: tables, quoted keys, strings, whole numbers, booleans and
/// arrays on one or more lines. What it does not read (dates, floats, inline tables, arrays of tables, multi-line strings) it refuses.
/// </summary>
internal sealed class TomlReader
{
    private readonly TextCursor cursor;
    private readonly MapNode root;
    private readonly HashSet<MapNode> declared = [];

    private TomlReader(string file)
    {
        cursor = new TextCursor(file, ConfigFile.Text(file));
        root = new MapNode(file, 1);
    }

    /// <summary>The file's root table.</summary>
    public static MapNode Read(string file)
    {
        TomlReader reader = new(file);
        reader.ReadTables();
        return reader.root;
    }

    private void ReadTables()
    {
        MapNode table = root;
        for (cursor.SkipBlank('#'); !cursor.AtEnd; cursor.SkipBlank('#'))
        {
            if (cursor.TryTake('['))
            {
                table = ReadTableHeader();
            }
            else
            {
                List<string> path = ReadPath();
                cursor.Expect('=');
                cursor.SkipSpaces();
                Descend(table, path.Take(path.Count - 1)).AddOnce(path[^1], ReadValue());
            }
            cursor.ExpectLineEnd('#');
        }
    }

    private MapNode ReadTableHeader()
    {
        if (cursor.Current == '[')
            throw cursor.Wrong("arrays of tables are not read here");
        List<string> path = ReadPath();
        ConfigurationException twice = cursor.Wrong($"table {string.Join('.', path)} stands in the file already");
        cursor.Expect(']');
        MapNode table = Descend(root, path);
        return declared.Add(table) ? table : throw twice;
    }

    private MapNode Descend(MapNode from, IEnumerable<string> path)
    {
        MapNode table = from;
        foreach (string name in path)
        {
            if (table.Find(name) is null)
                table.Add(name, new MapNode(cursor.File, cursor.Line));
            table = table.Find(name) as MapNode ?? throw cursor.Wrong($"{name} is a value, not a table");
        }
        return table;
    }

    private List<string> ReadPath()
    {
        List<string> path = [];
        do
        {
            cursor.SkipSpaces();
            path.Add(cursor.Current is '"' or '\'' ? ReadString() : cursor.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'));
            if (path[^1].Length == 0)
                throw cursor.Wrong("a key is missing");
            cursor.SkipSpaces();
        }
        while (cursor.TryTake('.'));
        return path;
    }

    private ConfigNode ReadValue()
    {
        int line = cursor.Line;
        if (cursor.Current is '"' or '\'')
            return new ScalarNode(cursor.File, line, ReadString());
        if (cursor.TryTake('['))
            return ReadArray(line);
        string word = cursor.TakeWhile(c => c is not ('\n' or ',' or ']' or '#' or ' ' or '\t' or '\r'));
        bool known = word is "true" or "false" || long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        return known ? new ScalarNode(cursor.File, line, word) : throw cursor.Wrong($"'{word}' is neither a string, a whole number nor true or false");
    }

    private ListNode ReadArray(int line)
    {
        List<ConfigNode> items = [];
        for (cursor.SkipBlank('#'); !cursor.TryTake(']'); cursor.SkipBlank('#'))
        {
            if (items.Count > 0)
            {
                cursor.Expect(',');
                cursor.SkipBlank('#');
                if (cursor.TryTake(']'))
                    break;
            }
            items.Add(ReadValue());
        }
        return new ListNode(cursor.File, line, items);
    }

    private string ReadString()
    {
        char quote = cursor.Take();
        if (cursor.StartsWith(new string(quote, 2)))
            throw cursor.Wrong("multi-line strings are not read here");
        return cursor.TakeQuoted(quote, escapes: quote == '"');
    }
}
