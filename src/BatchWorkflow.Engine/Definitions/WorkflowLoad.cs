using BatchWorkflow.Engine.Definitions.Binding;
using BatchWorkflow.Engine.Definitions.Checking;
using BatchWorkflow.Engine.Definitions.Reading;
using BatchWorkflow.Engine.Taskservs;
using BatchWorkflow.Engine.Templating;

namespace BatchWorkflow.Engine.Definitions;

/// <summary>One load of a workflow: read what it names, then check the whole.</summary>
internal sealed class WorkflowLoad(DefinitionReaders readers, string? moduleTaskservs, PlanOptions options, CancellationToken cancellationToken)
{
    private readonly ProblemList problems = [];

    /// <summary>Loads it.</summary>
    public LoadedWorkflow Load(DefinitionInput input)
    {
        DefinitionTemplates templates = new(options, problems, cancellationToken);
        if (Root(input) is not { } read)
            return new LoadedWorkflow(null, problems.Sorted());
        string folder = input.Folder ?? (input.Path is null ? "" : Path.GetDirectoryName(input.Path) ?? "");
        DefinitionNode root = templates.Workflow(read, folder);
        if (Bind(WorkflowFields.Shape, root) is not { } bound)
            return new LoadedWorkflow(null, problems.Sorted());
        WorkflowDefinition workflow = Variables.Apply(bound with { Source = TreePlaces.Of(root) }, options, problems);
        cancellationToken.ThrowIfCancellationRequested();

        InfrastructureFile file = new(readers, templates, problems);
        InfrastructureDefinition? infrastructure = file.Load(workflow, folder);
        cancellationToken.ThrowIfCancellationRequested();

        TaskservFinder finder = TaskservFinder.For(folder, file.Folder, moduleTaskservs);
        Draft draft = new()
        {
            Workflow = workflow,
            Infrastructure = infrastructure is null ? null : ServerSettings.Apply(workflow, infrastructure, problems),
            Taskservs = new TaskservSet(finder, new TaskservReader(readers, templates, problems)).Load(workflow, infrastructure, cancellationToken),
            KnownTaskservs = new KnownNames(Names(finder)),
        };
        WholeCheck.Run(draft, problems);
        TaskservTemplates.Load(draft.Taskservs.Values, problems);
        PlanSource? readable = draft.Infrastructure is null || problems.Any(p => !p.IsWarning && p.Code != TaskservReader.NoFile)
            ? null
            : new PlanSource(draft.Workflow, draft.Infrastructure, draft.Taskservs);
        return new LoadedWorkflow(problems.HasErrors ? null : readable, problems.Sorted()) { Readable = readable };
    }

    private DefinitionNode? Root(DefinitionInput input)
    {
        if (input.Root is { } given)
        {
            problems.Begin(given.Location.File);
            return DefinitionReaders.WithoutNotes(given);
        }
        if (input.Path?.Contains('\0', StringComparison.Ordinal) ?? false)
        {
            problems.Add("Definition.NotFound", new SourceLocation(input.Path.Replace("\0", "\\0", StringComparison.Ordinal), 0, 0), "The path of the workflow holds a NUL character.", "Give a path without it.");
            return null;
        }
        if (input.Path is { Length: > 0 } path)
            return readers.Read(path, Path.GetFullPath(path), problems);
        problems.Add("Definition.NotFound", default, "No workflow is named.", "Give the path of a workflow file.");
        return null;
    }

    private IEnumerable<string> Names(TaskservFinder finder)
    {
        try
        {
            return finder.All().Select(t => t.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add("Definition.Unreadable", default, $"The taskservs cannot be listed: {e.Message}");
            return [];
        }
    }

    private T? Bind<T>(Shape<T> shape, DefinitionNode root)
        where T : class => shape.TryRead(root, new Binder(problems), out T? bound) ? bound : null;
}
