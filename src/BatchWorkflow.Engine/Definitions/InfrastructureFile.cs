using BatchWorkflow.Engine.Definitions.Binding;
using BatchWorkflow.Engine.Definitions.Reading;
using BatchWorkflow.Engine.Templating;

namespace BatchWorkflow.Engine.Definitions;

/// <summary>Finds and reads the infrastructure of a workflow, or makes one up of the servers that it creates.</summary>
internal sealed class InfrastructureFile(DefinitionReaders readers, DefinitionTemplates templates, ProblemList problems)
{
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

    private static InfrastructureDefinition MadeUp(WorkflowDefinition workflow) => new()
    {
        Name = workflow.Name,
        Servers = [.. workflow.Operations
            .Where(o => o is { Type: OperationType.Create, Target: OperationTarget.Server })
            .SelectMany(o => o.Items).Where(i => i.Length > 0).Distinct().Select(i => new ServerDefinition { Name = i })],
    };
}
