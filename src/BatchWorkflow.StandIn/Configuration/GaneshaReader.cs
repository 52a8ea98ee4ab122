namespace BatchWorkflow.StandIn.Configuration;

/// <summary>Reads ganesha.conf: BLOCK { Name = value, value; BLOCK { … } }, whose names ignore case.</summary>
internal sealed class GaneshaReader
{
    private readonly TextCursor cursor;

    private GaneshaReader(string file) => cursor = new TextCursor(file, ConfigFile.Text(file));

    /// <summary>The file as a map of blocks; a block may come more than once.</summary>
    public static MapNode Read(string file)
    {
        GaneshaReader reader = new(file);
        MapNode root = new(file, 1, StringComparer.OrdinalIgnoreCase);
        for (reader.cursor.SkipBlank('#'); !reader.cursor.AtEnd; reader.cursor.SkipBlank('#'))
            reader.ReadBlock(root, reader.ReadName());
        return root;
    }

    private string ReadName()
    {
        string name = cursor.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '_');
        return name.Length > 0 ? name : throw cursor.Wrong("a name was expected");
    }

    private void ReadBlock(MapNode into, string name)
    {
        MapNode block = new(cursor.File, cursor.Line, StringComparer.OrdinalIgnoreCase);
        cursor.SkipBlank('#');
        cursor.Expect('{');
        for (cursor.SkipBlank('#'); !cursor.TryTake('}'); cursor.SkipBlank('#'))
        {
            if (cursor.AtEnd)
                throw block.Wrong($"the block {name} is not closed by }}");
            string inner = ReadName();
            cursor.SkipBlank('#');
            if (cursor.TryTake('='))
                block.AddOnce(inner, ReadValue());
            else
                ReadBlock(block, inner);
        }
        into.Add(name, block);
    }

    private ConfigNode ReadValue()
    {
        int line = cursor.Line;
        List<ConfigNode> values = [];
        do
        {
            cursor.SkipSpaces();
            values.Add(new ScalarNode(cursor.File, cursor.Line, ReadWord()));
            cursor.SkipSpaces();
        }
        while (cursor.TryTake(','));
        cursor.Expect(';');
        return values.Count == 1 ? values[0] : new ListNode(cursor.File, line, values);
    }

    private string ReadWord()
    {
        if (cursor.TryTake('"'))
            return cursor.TakeQuoted('"', escapes: true);
        string word = cursor.TakeWhile(c => !char.IsWhiteSpace(c) && c is not (',' or ';' or '{' or '}' or '='));
        return word.Length > 0 ? word : throw cursor.Wrong("a value is missing");
    }
}
