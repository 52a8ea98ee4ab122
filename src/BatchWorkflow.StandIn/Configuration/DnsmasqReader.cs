namespace BatchWorkflow.StandIn.Configuration;

/// <summary>Reads dnsmasq.conf: one option a line, with a value or without; some options repeat.</summary>
internal static class DnsmasqReader
{
    /// <summary>The file as a map of options; an option without a value has an empty one.</summary>
    public static MapNode Read(string file)
    {
        MapNode options = new(file, 1);
        foreach ((int number, string text) in ConfigFile.Lines(file, "#"))
        {
            string option = WithoutComment(text);
            int equals = option.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? option : option[..equals].Trim();
            options.Add(name, new ScalarNode(file, number, equals < 0 ? "" : option[(equals + 1)..].Trim()));
        }
        return options;
    }

    private static string WithoutComment(string text)
    {
        int comment = text.IndexOf(" #", StringComparison.Ordinal);
        return comment < 0 ? text : text[..comment].TrimEnd();
    }
}
