using BatchWorkflow.Engine.Definitions.Reading;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Taskservs;
using BatchWorkflow.Engine.Templating;

namespace BatchWorkflow.Engine.Definitions;

/// <summary>Reads a workflow with its infrastructure and taskservs, and tells all that is wrong with them at once.</summary>
/// <param name="extraReaders">Readers of file formats beyond YAML and JSON.</param>
/// <param name="moduleTaskservs">The folder of the taskservs that ship with the module, or null.</param>
public sealed class DefinitionLoader(IReadOnlyList<DefinitionReader> extraReaders, string? moduleTaskservs)
{
    /// <summary>Where the reading runs.</summary>
    internal TaskScheduler Scheduler { get; init; } = TaskScheduler.Default;

    private readonly DefinitionReaders readers = new(extraReaders);

    /// <summary>Reads and checks a workflow with everything that it names.</summary>
    public Task<LoadedWorkflow> LoadAsync(DefinitionInput input, PlanOptions options, CancellationToken cancellationToken) =>
        Scheduler.ComputeAsync(() => new WorkflowLoad(readers, moduleTaskservs, options, cancellationToken).Load(input), cancellationToken);

    /// <summary>The taskservs that a workflow in this folder would find, by name.</summary>
    public IReadOnlyList<BatchTaskservInfo> Taskservs(string folder)
    {
        TaskservFinder finder = TaskservFinder.For(folder, folder, moduleTaskservs);
        // Here only the list is asked for; what is wrong with a taskserv is told to who loads a workflow that uses it.
        ProblemList untold = [];
        TaskservReader reader = new(readers, new DefinitionTemplates(new PlanOptions(), untold, CancellationToken.None), untold);
        return [.. finder.All().Select(reader.Describe)];
    }
}
