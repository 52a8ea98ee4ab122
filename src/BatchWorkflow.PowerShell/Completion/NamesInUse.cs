using System.Collections;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Definitions;

namespace BatchWorkflow.PowerShell.Completion;

/// <summary>The names of operations and servers that a typed command can mean: those of its run, else those of its workflow file.</summary>
internal sealed record NamesInUse(IReadOnlyList<Completion> Operations, IReadOnlyList<Completion> Servers)
{
    private static readonly NamesInUse None = new([], []);

    public static async Task<NamesInUse> FindAsync(BatchEngine engine, string folder, IDictionary bound, CancellationToken cancellationToken)
    {
        if (bound["Path"] is string path)
            return await OfFileAsync(engine, Path.GetFullPath(path, folder), cancellationToken);
        return await RunAsync(engine, folder, bound, cancellationToken) is { } run ? OfRun(run) : None;
    }

    /// <summary>The run that a typed command means, or null.</summary>
    public static async Task<BatchRun?> RunAsync(BatchEngine engine, string folder, IDictionary bound, CancellationToken cancellationToken)
    {
        string? id = (bound["Id"] as IEnumerable<object>)?.FirstOrDefault() as string ?? bound["Id"] as string;
        id = id is null ? await engine.NewestInFolderAsync(folder, static _ => { }, cancellationToken) : await engine.ResolveIdAsync(id, cancellationToken);
        return id is null ? null : await engine.GetAsync(id, cancellationToken);
    }

    private static async Task<NamesInUse> OfFileAsync(BatchEngine engine, string file, CancellationToken cancellationToken)
    {
        LoadedWorkflow loaded = await engine.LoadAsync(new DefinitionInput(file), new PlanOptions(), cancellationToken);
        if (loaded.Source is not { } source)
            return None;
        return new NamesInUse(
            [.. source.Workflow.Operations.Select(o => new Completion(o.Id, $"{o.Type} {o.Target}: {string.Join(", ", o.Items)}"))],
            [.. source.Infrastructure.Servers.Select(s => new Completion(s.Name, $"{s.Provider} {string.Join(", ", s.Taskservs)}"))]);
    }

    private static NamesInUse OfRun(BatchRun run) => new(
        [.. run.Operations.Select(o => new Completion(o.Id, $"{o.Status}, {o.StepsDone} of {o.Steps} steps"))],
        [.. run.StepList.Select(s => s.Server).OfType<string>().Distinct().Select(s => new Completion(s, s))]);
}
