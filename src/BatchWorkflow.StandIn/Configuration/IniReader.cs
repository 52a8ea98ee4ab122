namespace BatchWorkflow.StandIn.Configuration;

/// <summary>Reads ceph.conf: sections of name = value, where spaces, dashes and underscores in a name are the same.</summary>
internal static class IniReader
{
    /// <summary>The file as a map of sections.</summary>
    public static MapNode Read(string file)
    {
        MapNode root = new(file, 1);
        MapNode? section = null;
        foreach ((int number, string text) in ConfigFile.Lines(file, "#;"))
        {
            if (text.StartsWith('['))
            {
                section = new MapNode(file, number);
                root.AddOnce(SectionName(file, number, text), section);
                continue;
            }
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new ConfigurationException(file, number, $"'{text}' is neither a [section] nor name = value");
            if (section is null)
                throw new ConfigurationException(file, number, "a value stands before the first [section]");
            section.AddOnce(text[..equals].Trim().Replace('_', ' ').Replace('-', ' '), new ScalarNode(file, number, text[(equals + 1)..].Trim()));
        }
        return root;
    }

    private static string SectionName(string file, int number, string text) =>
        text.EndsWith(']') && text.Length > 2 ? text[1..^1].Trim() : throw new ConfigurationException(file, number, $"the section '{text}' is not closed by ]");
}
