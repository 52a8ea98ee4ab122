using BatchWorkflow.Engine.Definitions.Reading;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Templating;

/// <summary>
/// The templates that a workflow names under templates: each is rendered to YAML, a list of operations or a map of operations and
/// dependencies, which are added behind the workflow's own.
/// </summary>
internal sealed class OperationTemplates(TextTemplates templates, ProblemList problems, string folder)
{
    private static readonly string[] Lists = ["operations", "dependencies"];

    /// <summary>The workflow with what its templates yield.</summary>
    public MapNode Expand(MapNode workflow, TemplateScope scope, CancellationToken cancellationToken)
    {
        if (workflow.Entries.FirstOrDefault(e => e.Key == "templates") is not { Value: ListNode { Items.Count: > 0 } references })
            return workflow;
        TreeTemplates tree = new(templates, problems, cancellationToken);
        foreach (ScalarNode reference in references.Items.OfType<ScalarNode>().Where(r => r.Value is string name && !name.Contains('\0', StringComparison.Ordinal)))
            if (Render(reference, scope, cancellationToken) is { } text && Read(text.File, text.Text) is { } yielded)
                workflow = Add(workflow, tree.Render(yielded, scope), text.File);
        return workflow;
    }

    private (string File, string Text)? Render(ScalarNode reference, TemplateScope scope, CancellationToken cancellationToken)
    {
        string file = Path.Combine(folder, (string)reference.Value!);
        problems.Begin(file);
        if (!File.Exists(file))
        {
            problems.Add("Definition.NotFound", reference.Location, $"The template {file} is not there.", "The path is relative to the workflow file.");
            return null;
        }
        if (DefinitionText.Read(file, Path.GetFullPath(file), problems, reference.Location) is not { } source)
            return null;
        try
        {
            FolderLoader beside = new(Path.GetFullPath(Path.GetDirectoryName(file)!)) { IsThere = RegularFile.IsThere };
            JinjaTemplate template = TextTemplates.For(beside).Compile(source, file);
            return (file, template.Render(scope.ToContext(template.FindUndeclared()), cancellationToken));
        }
        catch (JinjaException e)
        {
            problems.Add(TemplateProblems.InFile(e, file));
        }
        catch (UnknownValueException e)
        {
            problems.Add(TemplateProblems.Code, new SourceLocation(e.Template ?? file, e.Line, e.Column),
                $"What operations there are must be known when the workflow is read, and this is {e.Value.Description}.", "Use vars and env here.");
        }
        return null;
    }

    /// <summary>Places in what a template yields are lines of its output.</summary>
    private DefinitionNode? Read(string file, string text) =>
        string.IsNullOrWhiteSpace(text) ? null : new YamlDefinitionReader().Read($"{file} (rendered)", text, problems);

    private MapNode Add(MapNode workflow, DefinitionNode yielded, string file)
    {
        switch (yielded)
        {
            case ListNode operations:
                return Append(workflow, "operations", operations);
            case MapNode map:
                foreach (MapEntry entry in map.Entries)
                {
                    if (Lists.Contains(entry.Key) && entry.Value is ListNode list)
                        workflow = Append(workflow, entry.Key, list);
                    else
                        problems.Add("Definition.UnknownKey", entry.KeyLocation, $"The template {file} yields {entry.Key}.",
                            "It may yield a list of operations, or a map with the lists operations and dependencies.");
                }
                return workflow;
            default:
                problems.Add("Definition.WrongValue", yielded.Location, $"The template {file} yields neither a list of operations nor a map of lists.");
                return workflow;
        }
    }

    private static MapNode Append(MapNode workflow, string key, ListNode more)
    {
        if (workflow.Entries.FirstOrDefault(e => e.Key == key) is not { } entry)
            return workflow with { Entries = [.. workflow.Entries, new MapEntry(key, more.Location, more)] };
        if (entry.Value is not ListNode own)
            return workflow;
        MapEntry all = entry with { Value = own with { Items = [.. own.Items, .. more.Items] } };
        return workflow with { Entries = [.. workflow.Entries.Select(e => ReferenceEquals(e, entry) ? all : e)] };
    }
}
