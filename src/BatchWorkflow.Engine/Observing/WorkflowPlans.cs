using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Secrets;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.Engine.Templating;

namespace BatchWorkflow.Engine.Observing;

/// <summary>From a definition to a plan: load, observe, plan.</summary>
internal sealed class WorkflowPlans(EngineParts engine)
{
    /// <summary>Problems of plans that come of what is there or not there.</summary>
    private static readonly HashSet<string> OfTheWorld =
        ["Plan.NotThere", "Plan.ServerMissing", "Plan.RequirementMissing", "Plan.DependencyMissing", "Plan.Lacking", "Plan.SizeUnknown"];

    private readonly DefinitionLoader _loader = new(engine.Options.Readers, engine.Options.ModuleTaskservs) { Scheduler = engine.Scheduler };

    /// <summary>Reads and checks a workflow.</summary>
    public Task<LoadedWorkflow> LoadAsync(DefinitionInput input, PlanOptions options, CancellationToken cancellationToken) =>
        _loader.LoadAsync(input, options, cancellationToken);

    /// <summary>Reads and checks a workflow, and looks for what would keep it from being planned whatever the world is like; nobody is asked.</summary>
    public async Task<LoadedWorkflow> CheckAsync(DefinitionInput input, PlanOptions options, CancellationToken cancellationToken) =>
        await CheckAsync(await LoadAsync(input, options, cancellationToken), input.Path, options);

    /// <summary>The taskservs that a workflow in this folder would find.</summary>
    public IReadOnlyList<BatchTaskservInfo> Taskservs(string folder) => _loader.Taskservs(folder);

    /// <summary>Loads, observes and plans.</summary>
    public async Task<PlanResult> PlanAsync(
        DefinitionInput input, PlanOptions options, bool refresh, GivenSecrets given, CancellationToken cancellationToken)
    {
        LoadedWorkflow loaded = await LoadAsync(input, options, cancellationToken);
        if (loaded.Source is null)
            return new PlanResult(null, (await CheckAsync(loaded, input.Path, options)).Problems);
        PlanResult planned = await PlanAsync(loaded.Source, input.Path, options, refresh, given, cancellationToken);
        List<Problem> problems = [.. loaded.Problems, .. planned.Problems.Except(loaded.Problems)];
        return new PlanResult(planned.Plan is null ? null : planned.Plan with { Warnings = [.. problems.Where(p => p.IsWarning)] }, problems);
    }

    /// <summary>Observes and plans what was loaded.</summary>
    public Task<PlanResult> PlanAsync(
        PlanSource source, string? path, PlanOptions options, bool refresh, GivenSecrets given, CancellationToken cancellationToken)
    {
        engine.Want(source.Workflow);
        return PlanAsync(source, path, options, refresh ? given : null, cancellationToken);
    }

    /// <summary>Refuses a plan when what it was made from is no longer so (Plan.Changed).</summary>
    public async Task VerifyAsync(Plan plan, GivenSecrets given, CancellationToken cancellationToken)
    {
        PlanSource source = plan.Source;
        if (plan.Path is { } path)
        {
            LoadedWorkflow loaded = await LoadAsync(new DefinitionInput(path), plan.Options, cancellationToken);
            if (loaded.Source is null)
                throw Changed($"'{path}' has problems now: {loaded.Problems.First(p => !p.IsWarning)}");
            source = loaded.Source;
        }
        PlanResult now = await PlanAsync(source, plan.Path, plan.Options, plan.Refreshed ? given : null, cancellationToken);
        if (now.Plan is null)
            throw Changed($"it can no longer be planned: {now.Problems.First(p => !p.IsWarning)}");
        if (now.Plan.DefinitionHash != plan.DefinitionHash)
            throw Changed("the workflow, its infrastructure or a taskserv's files were changed");
        if (now.Plan.ObservedHash != plan.ObservedHash)
            throw Changed("a server, a record or a check's answer is not what it was");
    }

    /// <summary>How the files on disk differ from those that a run keeps and goes on with; null when they don't, or when it was made from none.</summary>
    public async Task<string?> DriftAsync(Plan plan, CancellationToken cancellationToken)
    {
        if (plan.Path is not { } path)
            return null;
        const string own = "The run goes on with its own copies; -UseCurrent takes today's.";
        if (!File.Exists(path))
            return $"'{path}', from which this run was made, is gone. {own}";
        LoadedWorkflow loaded = await LoadAsync(new DefinitionInput(path), plan.Options, cancellationToken);
        if (loaded.Source is not { } source)
            return $"'{path}' is no longer what this run was made from, and has problems now: {loaded.Problems.First(p => !p.IsWarning)} {own}";
        return DefinitionHash.Compute(source) == plan.DefinitionHash ? null
            : $"What this run was made from has changed on disk: {string.Join(", ", DefinitionHash.Differences(plan.Source, source).DefaultIfEmpty("the definition"))}. {own}";
    }

    /// <summary>Today's definitions of a run's workflow, from where the run took its own.</summary>
    /// <exception cref="BatchWorkflowException">Run.NoFiles: there are none; Definition.Invalid: they have problems.</exception>
    public async Task<LoadedWorkflow> ReadTodayAsync(string run, Plan plan, CancellationToken cancellationToken)
    {
        if (plan.Path is not { } path)
            throw NoFiles($"Run {run} was made from a definition that was given as a hashtable: there is no file to read again.");
        if (!File.Exists(path))
            throw NoFiles($"'{path}', from which run {run} was made, is gone.");
        LoadedWorkflow loaded = await CheckAsync(new DefinitionInput(path), plan.Options, cancellationToken);
        return loaded.Source is not null ? loaded : throw Invalid(run, loaded.Problems);
    }

    /// <summary>A plan of today's definitions, with what a run's plan was asked for; the checks are not asked.</summary>
    public Task<PlanResult> PlanTodayAsync(PlanSource source, Plan plan, CancellationToken cancellationToken) =>
        PlanAsync(source, plan.Path, plan.Options, given: null, cancellationToken);

    /// <summary>The refusal of definitions that have problems; the run is as it was.</summary>
    public static BatchWorkflowException Invalid(string run, IReadOnlyList<Problem> problems)
    {
        if (problems.All(p => p.Code == SecretNeeds.Code))
            return SecretNeeds.Refusal(problems);
        int count = problems.Count(p => !p.IsWarning);
        string head = $"Run {run} cannot go on by today's files: they have {(count == 1 ? "a problem" : $"{count} problems")}. The run stays as it was.";
        return new BatchWorkflowException("Definition.Invalid", string.Join('\n', problems.Select(p => "  " + p).Prepend(head)))
        {
            Problems = problems,
            RecommendedAction = "Mend what is wrong, or go on without -UseCurrent:",
        };
    }

    private static BatchWorkflowException NoFiles(string why) =>
        new("Run.NoFiles", why) { RecommendedAction = "Go on without -UseCurrent, by the run's own copies, or submit the workflow as a new run." };

    private async Task<LoadedWorkflow> CheckAsync(LoadedWorkflow loaded, string? path, PlanOptions options)
    {
        if (loaded.Readable is not { } source)
            return loaded;
        await using RunProviders providers = await OpenAsync(source, new Masker(), CancellationToken.None);
        TaskservTemplates templates = TaskservTemplates.Load(source.Taskservs.Values, []); // What is wrong with them was told when they were loaded.
        PlanResult planned = Planner.Plan(InputOf(source, path, options, new Observed(), providers) with { Templates = templates });
        List<Problem> problems = [.. loaded.Problems, .. planned.Problems.Where(p => !OfTheWorld.Contains(p.Code)).Except(loaded.Problems)];
        return loaded with { Source = problems.Exists(p => !p.IsWarning) ? null : loaded.Source, Problems = problems };
    }

    /// <summary>Observes and plans; the checks are asked when there is somebody who knows the secrets that were given for them.</summary>
    private async Task<PlanResult> PlanAsync(
        PlanSource source, string? path, PlanOptions options, GivenSecrets? given, CancellationToken cancellationToken)
    {
        SecretNeeds needs = new(source, options, new ContentFiles(engine.Store));
        IReadOnlyList<Problem> missing = await needs.MissingOfProvidersAsync(given ?? new GivenSecrets(new Dictionary<string, string>()), cancellationToken);
        if (missing.Count > 0)
            return new PlanResult(null, missing);
        Masker masker = new();
        await using RunProviders providers = await OpenAsync(source, masker, cancellationToken);
        WorldObserver observer = new(providers, engine.Records, masker);
        Observed observed = await observer.ObserveAsync(source.Infrastructure, cancellationToken);
        List<Problem> wrong = [];
        PlanInput facts = InputOf(source, path, options, observed, providers) with { Templates = TaskservTemplates.Load(source.Taskservs.Values, wrong) };
        if (wrong.Count > 0)
            return new PlanResult(null, wrong);
        if (given is null)
            return Planner.Plan(facts);
        CheckRuns checks = new(engine, source, providers, options, given, masker);
        PlanResult result = Planner.Plan(await AskAsync(facts, checks, cancellationToken));
        Problem[] said = checks.WasOpen is { } open ? [new Problem { Code = "State.WasOpen", Location = new SourceLocation(engine.StatePath, 0, 0), Message = open, IsWarning = true }] : [];
        return new PlanResult(
            result.Plan is { } plan ? plan with { Refreshed = true, Warnings = [.. plan.Warnings, .. said] } : null, [.. result.Problems, .. said]);
    }

    /// <summary>Runs those checks that the plan hangs on, and those that their answers make it hang on.</summary>
    private static async Task<PlanInput> AskAsync(PlanInput facts, CheckRuns checks, CancellationToken cancellationToken)
    {
        HashSet<(string, string)> asked = [];
        while (Planner.Questions(facts).Where(asked.Add).ToList() is { Count: > 0 } questions)
            facts = facts with { Observed = await checks.AnswerAsync(facts.Observed, questions, cancellationToken) };
        return facts;
    }

    private Task<RunProviders> OpenAsync(PlanSource source, Masker masker, CancellationToken cancellationToken) => engine.Plugins.OpenAsync(
        source.Infrastructure, engine.StatePath, engine.Time, new SecretResolver(masker, new EnvironmentSecrets()), cancellationToken);

    private PlanInput InputOf(PlanSource source, string? path, PlanOptions options, Observed observed, RunProviders providers) => new()
    {
        Source = source,
        DefinitionHash = DefinitionHash.Compute(source),
        Path = path,
        Options = options,
        Observed = observed,
        Providers = providers.All.ToDictionary(p => p.Key, p => p.Value.Provider),
        Connections = engine.Plugins.Connections,
        ScriptExtensions = ScriptExtensions(source.Infrastructure),
    };

    private Dictionary<string, IReadOnlyList<string>> ScriptExtensions(InfrastructureDefinition infrastructure)
    {
        Dictionary<string, IReadOnlyList<string>> extensions = new(StringComparer.Ordinal);
        foreach (ServerDefinition server in infrastructure.Servers)
            if (engine.Plugins.Connections.GetValueOrDefault(server.Connection.Kind)?.ScriptExtensions(server.Connection) is { } runnable)
                extensions[server.Name] = runnable;
        return extensions;
    }

    private static BatchWorkflowException Changed(string what) =>
        new("Plan.Changed", $"The plan does not hold any more: {what}.")
        {
            RecommendedAction = "Make a new plan (New-BatchPlan) and look at it before you submit it.",
        };
}
