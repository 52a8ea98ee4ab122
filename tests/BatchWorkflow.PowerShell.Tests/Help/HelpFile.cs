using System.Management.Automation;
using System.Xml.Linq;

namespace BatchWorkflow.PowerShell.Tests.Help;

/// <summary>The help file that Get-Help reads, made from the help pages and from the cmdlets themselves.</summary>
internal static class HelpFile
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static string Make(IEnumerable<CmdletInfo> cmdlets)
    {
        XNamespace root = "http://msh";
        XElement items = new(root + "helpItems", new XAttribute("schema", "maml"), cmdlets.OrderBy(c => c.Name, StringComparer.Ordinal).Select(One));
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- Made from the pages of module/help by ./build.ps1 -Task Help. -->\n" + items.ToString().ReplaceLineEndings("\n") + "\n";
    }

    /// <summary>The parameters that a cmdlet has of its own.</summary>
    public static IReadOnlyList<string> OwnParameters(CmdletInfo cmdlet) =>
        [.. cmdlet.Parameters.Keys.Where(p => !Cmdlet.CommonParameters.Contains(p) && !Cmdlet.OptionalCommonParameters.Contains(p))];

    private static XElement One(CmdletInfo cmdlet)
    {
        HelpPage page = HelpPage.Read(cmdlet.Name);
        return new XElement(Command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", Maml), new XAttribute(XNamespace.Xmlns + "command", Command), new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XElement(Command + "details",
                new XElement(Command + "name", cmdlet.Name), new XElement(Command + "verb", cmdlet.Verb), new XElement(Command + "noun", cmdlet.Noun),
                Text(Maml + "description", page.Synopsis)),
            Text(Maml + "description", page.Description),
            new XElement(Command + "syntax", cmdlet.ParameterSets.Select(set => Syntax(cmdlet, set, page))),
            new XElement(Command + "parameters", OwnParameters(cmdlet).Order(StringComparer.Ordinal).Select(name => Parameter(First(cmdlet, name), page))),
            new XElement(Command + "returnValues", new XElement(Command + "returnValue", new XElement(Dev + "type", new XElement(Maml + "name", page.Outputs)))),
            new XElement(Command + "examples", page.Examples.Select((e, i) => new XElement(Command + "example",
                new XElement(Maml + "title", $"Example {i + 1}: {e.Title}"), new XElement(Dev + "code", e.Code), Remark(e.Remark)))));
    }

    private static XElement Syntax(CmdletInfo cmdlet, CommandParameterSetInfo set, HelpPage page) => new(Command + "syntaxItem",
        new XElement(Maml + "name", cmdlet.Name),
        set.Parameters.Where(p => OwnParameters(cmdlet).Contains(p.Name)).OrderBy(p => p.Position < 0 ? int.MaxValue : p.Position).ThenByDescending(p => p.IsMandatory)
            .ThenBy(p => p.Name, StringComparer.Ordinal).Select(p => Parameter(p, page)));

    private static CommandParameterInfo First(CmdletInfo cmdlet, string name) => cmdlet.ParameterSets.SelectMany(s => s.Parameters).First(p => p.Name == name);

    private static XElement Parameter(CommandParameterInfo parameter, HelpPage page)
    {
        string[] pipeline = [.. new[] { parameter.ValueFromPipeline ? "ByValue" : "", parameter.ValueFromPipelineByPropertyName ? "ByPropertyName" : "" }.Where(p => p.Length > 0)];
        XElement element = new(Command + "parameter",
            new XAttribute("required", parameter.IsMandatory ? "true" : "false"),
            new XAttribute("globbing", parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any() ? "true" : "false"),
            new XAttribute("pipelineInput", pipeline.Length == 0 ? "false" : $"true ({string.Join(", ", pipeline)})"),
            new XAttribute("position", parameter.Position < 0 ? "named" : $"{parameter.Position}"),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml + "name", parameter.Name),
            Text(Maml + "description", page.Parameters[parameter.Name]));
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (type == typeof(SwitchParameter))
            return element;
        element.Add(new XElement(Command + "parameterValue", new XAttribute("required", "true"), type.Name));
        if (type.IsEnum)
            element.Add(new XElement(Command + "parameterValueGroup", Enum.GetNames(type).Select(n => new XElement(Command + "parameterValue", new XAttribute("required", "false"), n))));
        return element;
    }

    // Get-Help writes one example right after the other; the empty paragraph parts them.
    private static XElement Remark(string text)
    {
        XElement remark = Text(Dev + "remarks", text);
        remark.Add(new XElement(Maml + "para"));
        return remark;
    }

    private static XElement Text(XName name, string text) =>
        new(name, text.Split("\n\n").Select(paragraph => new XElement(Maml + "para", paragraph.Replace('\n', ' '))));
}
