using System.Globalization;
using BatchWorkflow.Engine.Definitions.Binding;
using BatchWorkflow.Engine.Definitions.Reading;
using BatchWorkflow.Engine.Templating;

namespace BatchWorkflow.Engine.Definitions;

/// <summary>Finds and reads the infrastructure of a workflow, or makes one up of the servers that it creates.</summary>
internal sealed class InfrastructureFile(DefinitionReaders readers, DefinitionTemplates templates, ProblemList problems)
{
    private const string ServersPath = "servers[";

    private static readonly string[] Formats = [".yaml", ".yml", ".json", ".psd1"];

    /// <summary>The folder of the file that was found, or null.</summary>
    public string? Folder { get; private set; }

    /// <summary>The infrastructure, or null when a problem says why it could not be read.</summary>
    public InfrastructureDefinition? Load(WorkflowDefinition workflow, string folder)
    {
        if (Path(workflow, folder) is not { } found)
            return workflow.Infrastructure is null ? MadeUp(workflow) : null;
        Folder = System.IO.Path.GetDirectoryName(found) ?? "";
        string whole = System.IO.Path.GetFullPath(found);
        if (readers.Read(found, whole, problems, workflow.Infrastructure is null ? null : workflow.Source.Find("infrastructure")) is not { } file)
            return null;
        DefinitionNode root = templates.Infrastructure(file);
        if (!InfrastructureFields.Shape.TryRead(root, new Binder(problems), out InfrastructureDefinition? read))
            return null;
        read = read with { Source = TreePlaces.Of(root) };
        return read.Name.Length > 0 ? read : read with { Name = FolderName(whole, root) };
    }

    private string? Path(WorkflowDefinition workflow, string folder)
    {
        if (workflow.Infrastructure is { } named)
        {
            string path = System.IO.Path.Combine(folder, named);
            if (File.Exists(path) || Directory.Exists(path))
                return path;
            problems.Add("Definition.NotFound", workflow.Source.Find("infrastructure"), $"The infrastructure file {path} is not there.",
                "The path is relative to the workflow file.");
            return null;
        }
        List<string> beside = [.. Formats.Union(readers.Extensions).Select(e => System.IO.Path.Combine(folder, "infrastructure" + e)).Where(File.Exists)];
        if (beside.Count > 1)
            problems.Add("Definition.Ambiguous", workflow.Source.Find(""), $"Several infrastructure files stand beside the workflow: {string.Join(", ", beside)}.",
                "Keep one, or name it in the workflow: infrastructure: <path>.");
        return beside.FirstOrDefault();
    }

    private string FolderName(string path, DefinitionNode root)
    {
        string name = System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(path)) ?? "";
        if (!Names.Pattern.IsMatch(name))
            problems.Add("Definition.Name", root.Location, $"The infrastructure has no name, and its folder's, \"{name}\", cannot be used.",
                "Add name: to the infrastructure file. " + Names.Rule);
        return name;
    }

    /// <summary>The servers that the workflow creates; each stands where the workflow names it first.</summary>
    private static InfrastructureDefinition MadeUp(WorkflowDefinition workflow)
    {
        List<(string Name, string Path)> items = [.. workflow.Operations
            .SelectMany((o, i) => o is { Type: OperationType.Create, Target: OperationTarget.Server } ? o.Items.Select((name, j) => (name, $"operations[{i}].items[{j}]")) : [])
            .Where(item => item.name.Length > 0).DistinctBy(item => item.name)];
        return new InfrastructureDefinition
        {
            Name = workflow.Name,
            Servers = [.. items.Select(i => new ServerDefinition { Name = i.Name })],
            Source = new SourceMap(workflow.Source.File, path => ServerOf(path) is { } server && server < items.Count
                ? workflow.Source.Find(items[server].Path)
                : path.Length == 0 ? workflow.Source.Find("") : null),
        };
    }

    /// <summary>The index in servers[3]; null for another path.</summary>
    private static int? ServerOf(string path) => path.StartsWith(ServersPath, StringComparison.Ordinal) && path.EndsWith(']')
        && int.TryParse(path[ServersPath.Length..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : null;
}
