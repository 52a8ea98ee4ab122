using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Definitions.Binding;
using BatchWorkflow.Engine.Definitions.Reading;
using BatchWorkflow.Engine.Templating;

namespace BatchWorkflow.Engine.Taskservs;

/// <summary>Reads a taskserv's folder: its taskserv.yaml, its scripts and the hashes of its files.</summary>
internal sealed class TaskservReader(DefinitionReaders readers, DefinitionTemplates templates, ProblemList problems)
{
    /// <summary>The code of a folder without a taskserv.yaml.</summary>
    public const string NoFile = "Definition.NoTaskservFile";

    /// <summary>
    /// The taskserv, or null when a problem says why it could not be read. One whose file is missing is told, and gone on with as an empty
    /// one, so that this problem hides no others.
    /// </summary>
    public TaskservDefinition? Read(TaskservFolder folder)
    {
        TaskservDefinition? read = ReadFile(folder, out bool isMissing) ?? (isMissing ? new TaskservDefinition { Name = folder.Name } : null);
        TaskservContent content = TaskservContent.Read(folder, problems);
        return read is null ? null : read with
        {
            Name = folder.Name,
            Folder = Path.GetFullPath(folder.Folder),
            Files = content.Files,
            Scripts = content.Scripts,
        };
    }

    /// <summary>What a list of taskservs says of it; of one that cannot be read no more than is seen from outside.</summary>
    public BatchTaskservInfo Describe(TaskservFolder folder)
    {
        TaskservDefinition? read = ReadFile(folder, out _);
        return new BatchTaskservInfo
        {
            Name = folder.Name,
            From = folder.From,
            Folder = Path.GetFullPath(folder.Folder),
            Description = read?.Description,
            Version = read?.Version,
            Requires = read?.Requires ?? [],
            StandIn = read?.StandIn ?? false,
            Actions = [.. TaskservContent.FindScripts(folder.Folder).Select(s => s.Action).Distinct()],
        };
    }

    private TaskservDefinition? ReadFile(TaskservFolder folder, out bool isMissing)
    {
        List<string> files = [.. readers.Extensions.Select(e => Path.Combine(folder.Folder, "taskserv" + e)).Where(File.Exists)];
        isMissing = files.Count == 0;
        if (files.Count != 1)
        {
            SourceLocation at = new(folder.Folder, 0, 0);
            problems.Begin(folder.Folder);
            if (isMissing)
                problems.Add(NoFile, at, $"The folder of taskserv {folder.Name} has no taskserv.yaml.", "Add one, at least with a description:.");
            else
                problems.Add("Definition.Ambiguous", at, $"The folder of taskserv {folder.Name} has {string.Join(" and ", files.Select(Path.GetFileName))}.", "Keep one.");
            return null;
        }
        if (readers.Read(files[0], Path.GetFullPath(files[0]), problems) is not { } file)
            return null;
        DefinitionNode root = templates.Taskserv(file, folder.Name);
        if (!TaskservFields.Shape.TryRead(root, new Binder(problems), out TaskservDefinition? bound))
            return null;
        return bound with { Name = folder.Name, Source = TreePlaces.Of(root) };
    }
}
