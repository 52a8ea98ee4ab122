namespace BatchWorkflow.PowerShell.Tests.Help;

/// <summary>A help page of module/help, taken apart.</summary>
internal sealed class HelpPage
{
    private readonly Dictionary<string, string> _sections = [];

    private HelpPage(string synopsis) => Synopsis = synopsis;

    public string Synopsis { get; }

    public string Description => _sections["Description"];

    public string Outputs => _sections["Outputs"];

    /// <summary>The text of each parameter by its name.</summary>
    public Dictionary<string, string> Parameters { get; } = [];

    /// <summary>Title, code and remark of each example.</summary>
    public List<(string Title, string Code, string Remark)> Examples { get; } = [];

    public static HelpPage Read(string cmdlet)
    {
        string[] parts = File.ReadAllText(Repository.File("module", "help", cmdlet + ".md")).ReplaceLineEndings("\n").Split("\n## ");
        Assert.StartsWith($"# {cmdlet}\n", parts[0], StringComparison.Ordinal);
        HelpPage page = new(parts[0][(cmdlet.Length + 2)..].Trim());
        foreach ((string title, string body) in parts.Skip(1).Select(Split))
        {
            page._sections[title] = body;
            foreach ((string name, string text) in body.Split("\n### ").Skip(1).Prepend(body.StartsWith("### ", StringComparison.Ordinal) ? body[4..].Split("\n### ")[0] : "").Where(t => t.Length > 0).Select(Split))
                page.Add(title, name, text);
        }
        return page;
    }

    private void Add(string section, string name, string text)
    {
        if (section == "Parameters")
            Parameters[name.TrimStart('-')] = text;
        if (section != "Examples")
            return;
        string[] fences = text.Split("```");
        Examples.Add((name, fences[1]["powershell\n".Length..].Trim(), fences[2].Trim()));
    }

    private static (string Title, string Body) Split(string text)
    {
        int end = text.IndexOf('\n', StringComparison.Ordinal);
        return (text[..end].Trim(), text[end..].Trim());
    }
}
