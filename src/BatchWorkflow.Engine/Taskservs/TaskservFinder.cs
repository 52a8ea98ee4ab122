using BatchWorkflow.Engine.Definitions.Binding;

namespace BatchWorkflow.Engine.Taskservs;

/// <summary>Finds the folders of taskservs: beside the workflow first, then beside the infrastructure file, then in the module.</summary>
internal sealed class TaskservFinder(IReadOnlyList<(string From, string Folder)> places)
{
    private const string Beside = "taskservs";

    /// <summary>A finder for a workflow.</summary>
    /// <param name="workflowFolder">The folder of the workflow file.</param>
    /// <param name="infrastructureFolder">The folder of the infrastructure file, or null when there is none.</param>
    /// <param name="moduleTaskservs">The folder of the taskservs that ship with the module, or null.</param>
    public static TaskservFinder For(string workflowFolder, string? infrastructureFolder, string? moduleTaskservs)
    {
        List<(string From, string Folder)> places = [("workflow", Path.Combine(workflowFolder, Beside))];
        if (infrastructureFolder is not null && Path.GetFullPath(Path.Combine(infrastructureFolder, Beside)) != Path.GetFullPath(places[0].Folder))
            places.Add(("infrastructure", Path.Combine(infrastructureFolder, Beside)));
        if (moduleTaskservs is not null)
            places.Add(("module", moduleTaskservs));
        return new TaskservFinder(places);
    }

    /// <summary>The folder of a taskserv, or null when there is none.</summary>
    public TaskservFolder? Find(string name)
    {
        if (!Names.Pattern.IsMatch(name))
            return null;
        return places.Select(p => new TaskservFolder(name, p.From, Path.Combine(p.Folder, name))).FirstOrDefault(f => Directory.Exists(f.Folder));
    }

    /// <summary>Every taskserv that is found, by name, each once.</summary>
    public IReadOnlyList<TaskservFolder> All() =>
        [.. places.Where(p => Directory.Exists(p.Folder))
            .SelectMany(p => Directory.EnumerateDirectories(p.Folder).Select(f => new TaskservFolder(Path.GetFileName(f), p.From, f)))
            .Where(f => Names.Pattern.IsMatch(f.Name))
            .DistinctBy(f => f.Name)
            .OrderBy(f => f.Name, StringComparer.Ordinal)];
}

/// <summary>The folder of a taskserv.</summary>
/// <param name="Name">The taskserv's name.</param>
/// <param name="From">workflow, infrastructure or module.</param>
/// <param name="Folder">The folder, in the way that the workflow was named.</param>
internal sealed record TaskservFolder(string Name, string From, string Folder);
