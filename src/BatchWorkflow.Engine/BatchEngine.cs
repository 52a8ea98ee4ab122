using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Journal.Auditing;
using BatchWorkflow.Engine.Observing;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.Engine.Templating;
using BatchWorkflow.Engine.Views;

namespace BatchWorkflow.Engine;

/// <summary>
/// The engine as its hosts use it. Members throw <see cref="BatchWorkflowException"/> for requests that cannot be carried out;
/// a run that fails is a status, not an exception. Ids may be any unique part of a run's id.
/// </summary>
public sealed class BatchEngine : IAsyncDisposable
{
    private readonly EngineParts _parts;
    private readonly WorkflowPlans _plans;
    private readonly RunStarts _starts;
    private readonly RunQueries _queries;

    /// <summary>An engine over a state. Nothing is read, started or made yet.</summary>
    public BatchEngine(EngineOptions options)
    {
        _parts = new EngineParts(options);
        _plans = new WorkflowPlans(_parts);
        _starts = new RunStarts(_parts, _plans);
        _queries = new RunQueries(_parts);
    }

    /// <summary>The folder of what the state keeps on this machine.</summary>
    public string StatePath => _parts.StatePath;

    /// <summary>Where the state is, in the form of a -StatePath and without secrets.</summary>
    public string Location => _parts.Address.Text;

    /// <summary>What a person should know before the state is used; null when there is nothing.</summary>
    public string? Warning => _parts.Address.Warning;

    /// <summary>Reads and checks a workflow with everything that it names.</summary>
    public Task<LoadedWorkflow> LoadAsync(DefinitionInput input, PlanOptions plan, CancellationToken cancellationToken) =>
        _plans.LoadAsync(input, plan, cancellationToken);

    /// <summary>Reads and checks a workflow, and looks for what would keep it from being planned whatever the world is like; nobody is asked.</summary>
    public Task<LoadedWorkflow> CheckAsync(DefinitionInput input, PlanOptions plan, CancellationToken cancellationToken) =>
        _plans.CheckAsync(input, plan, cancellationToken);

    /// <summary>Observes the world and plans. <paramref name="refresh"/> runs the checks of taskservs; without it their steps are estimated.</summary>
    /// <param name="input">Where the workflow comes from.</param>
    /// <param name="plan">What is wanted of it.</param>
    /// <param name="refresh">True runs the checks.</param>
    /// <param name="secrets">Secret values given at the prompt, by variable name, for the checks; never written.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<PlanResult> PlanAsync(
        DefinitionInput input, PlanOptions plan, bool refresh, IReadOnlyDictionary<string, string> secrets, CancellationToken cancellationToken)
    {
        PlanResult result = await _plans.PlanAsync(input, plan, refresh, new GivenSecrets(secrets), cancellationToken);
        if (result.Plan is { } made)
            _parts.Note(made);
        return result;
    }

    /// <summary>Observes the world and plans definitions that were made and not read.</summary>
    internal async Task<PlanResult> PlanAsync(PlanSource source, PlanOptions plan, bool refresh, CancellationToken cancellationToken)
    {
        PlanResult result = await _plans.PlanAsync(source, path: null, plan, refresh, new GivenSecrets(new Dictionary<string, string>()), cancellationToken);
        if (result.Plan is { } made)
            _parts.Note(made);
        return result;
    }

    /// <summary>Accepts a plan as a run and works on it. Refuses it (Plan.Changed) when what it was made from is no longer so.</summary>
    public Task<ActiveRun> SubmitAsync(Plan plan, RunOptions run, CancellationToken cancellationToken) => _starts.SubmitAsync(plan, run, cancellationToken);

    /// <summary>Goes on with a Suspended, Stopped, Interrupted or Failed run, or with an interrupted rollback.</summary>
    public async Task<ActiveRun> ResumeAsync(string id, RunOptions run, CancellationToken cancellationToken) =>
        await _starts.ResumeAsync(await ResolveIdAsync(id, cancellationToken), run, cancellationToken);

    /// <summary>Begins anew what failed, was omitted or was reverted, in the same run.</summary>
    public async Task<ActiveRun> RestartAsync(string id, RestartOptions restart, RunOptions run, CancellationToken cancellationToken) =>
        await _starts.RestartAsync(await ResolveIdAsync(id, cancellationToken), restart, run, cancellationToken);

    /// <summary>
    /// Reads today's files of a run's workflow and says how they differ from those that the run keeps. Changes nothing; what it gives is taken by
    /// <see cref="RunOptions.Current"/>.
    /// </summary>
    /// <param name="id">The run.</param>
    /// <param name="restart">What a restart is asked for; null for a resumption.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="BatchWorkflowException">Run.NoFiles, Definition.Invalid, Run.NotTaken: the run cannot go on by today's files.</exception>
    public async Task<CurrentFiles> CompareAsync(string id, RestartOptions? restart, CancellationToken cancellationToken) =>
        await new Takeovers(_parts, _plans).CompareAsync(await ResolveIdAsync(id, cancellationToken), restart, cancellationToken);

    /// <summary>As the other, for definitions that were made and not read.</summary>
    internal async Task<CurrentFiles> CompareAsync(string id, PlanSource today, RestartOptions? restart, CancellationToken cancellationToken)
    {
        Takeovers takeovers = new(_parts, _plans);
        return await takeovers.CompareAsync(await takeovers.ReadAsync(await ResolveIdAsync(id, cancellationToken), cancellationToken), today, [], restart, cancellationToken);
    }

    /// <summary>Refuses what <see cref="ResumeAsync"/> would refuse, and changes nothing.</summary>
    public async Task CheckResumeAsync(string id, CancellationToken cancellationToken) =>
        await new RunChecks(_parts).ResumeAsync(await ResolveIdAsync(id, cancellationToken), cancellationToken);

    /// <summary>Refuses what <see cref="RestartAsync"/> would refuse, and changes nothing.</summary>
    public async Task CheckRestartAsync(string id, RestartOptions restart, CancellationToken cancellationToken) =>
        await new RunChecks(_parts).RestartAsync(await ResolveIdAsync(id, cancellationToken), restart, cancellationToken);

    /// <summary>Refuses what cannot be asked of a run, and asks nothing.</summary>
    /// <param name="id">The run.</param>
    /// <param name="kind">What would be asked.</param>
    /// <param name="target">The operation, step or gate that it is about, or null.</param>
    /// <param name="answers">The answers to a gate, or null.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task CheckControlAsync(string id, ControlKind kind, string? target, IReadOnlyDictionary<string, string>? answers, CancellationToken cancellationToken)
    {
        ControlRequest request = new RunControl(_parts).Request(kind, reason: null) with { Operation = target, Answers = answers };
        await new RunChecks(_parts).ControlAsync(await ResolveIdAsync(id, cancellationToken), request, cancellationToken);
    }

    /// <summary>Refuses what <see cref="RemoveAsync"/> would refuse, and changes nothing.</summary>
    public async Task CheckRemovalAsync(string id, bool force, CancellationToken cancellationToken) =>
        await new RunChecks(_parts).RemoveAsync(await ResolveIdAsync(id, cancellationToken), force, cancellationToken);

    /// <summary>What a rollback would do. Refuses (Run.NothingToUndo, State.Unreadable) as the rollback itself does.</summary>
    public async Task<Plan> PlanRollbackAsync(string id, RollbackOptions rollback, CancellationToken cancellationToken)
    {
        RunFolder folder = new(_parts.Store, StatePath, await ResolveIdAsync(id, cancellationToken));
        Plan undo = Rollbacks.Demand(await RunHistory.ReadAsync(_parts, folder, cancellationToken), rollback);
        await new ResourceRecords(_parts.Store).DemandAsync(undo, cancellationToken);
        return undo;
    }

    /// <summary>Undoes what the run changed.</summary>
    public async Task<ActiveRun> RollbackAsync(string id, RollbackOptions rollback, RunOptions run, CancellationToken cancellationToken) =>
        await _starts.RollBackAsync(await ResolveIdAsync(id, cancellationToken), rollback, run, cancellationToken);

    /// <summary>Asks something of a run that any process may hold; returns when the request is in its journal.</summary>
    public Task<BatchRun> ControlAsync(string id, ControlKind kind, string? reason, CancellationToken cancellationToken) =>
        AskAsync(id, new RunControl(_parts).Request(kind, reason), cancellationToken);

    /// <summary>Leaves out an operation or a step of a run, whoever holds the run; what depends on it goes on.</summary>
    /// <param name="id">The run.</param>
    /// <param name="target">The operation's or the step's id.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<BatchRun> SkipAsync(string id, string target, string reason, CancellationToken cancellationToken) =>
        AskAsync(id, new RunControl(_parts).Request(ControlKind.Skip, reason) with { Operation = target }, cancellationToken);

    /// <summary>Lets a run pass a gate, whoever holds the run. Refuses answers that the gate does not take (Gate.Invalid).</summary>
    /// <param name="id">The run.</param>
    /// <param name="gate">The gate's operation; null means the only gate that is open.</param>
    /// <param name="answers">The answers by name, as text.</param>
    /// <param name="reason">Why, or null.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<BatchRun> ApproveAsync(string id, string? gate, IReadOnlyDictionary<string, string> answers, string? reason, CancellationToken cancellationToken) =>
        AskAsync(id, new RunControl(_parts).Request(ControlKind.Approve, reason) with { Operation = gate, Answers = answers }, cancellationToken);

    /// <summary>Fails a gate of a run, whoever holds the run.</summary>
    /// <param name="id">The run.</param>
    /// <param name="gate">The gate's operation; null means the only gate that is open.</param>
    /// <param name="reason">Why, or null.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<BatchRun> DenyAsync(string id, string? gate, string? reason, CancellationToken cancellationToken) =>
        AskAsync(id, new RunControl(_parts).Request(ControlKind.Deny, reason) with { Operation = gate }, cancellationToken);

    /// <summary>The whole id that a unique part of one stands for (Run.NotFound, Run.Ambiguous).</summary>
    public Task<string> ResolveIdAsync(string part, CancellationToken cancellationToken) => RunIds.ResolveAsync(_parts.Store, part, cancellationToken);

    /// <summary>The newest run of a workflow whose file lies in this folder, or null.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="passedOver">Hears of each newer run that cannot be read, so that nobody knows whose it is.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public Task<string?> NewestInFolderAsync(string folder, Action<UnreadableRun> passedOver, CancellationToken cancellationToken) =>
        _queries.NewestInFolderAsync(folder, passedOver, cancellationToken);

    /// <summary>All runs of the store, newest first, without their steps.</summary>
    /// <param name="passedOver">Hears of each run that cannot be read; the others are listed all the same.</param>
    /// <param name="cancellationToken">Ends the list.</param>
    public IAsyncEnumerable<BatchRun> ListAsync(Action<UnreadableRun> passedOver, CancellationToken cancellationToken) =>
        _queries.ListAsync(passedOver, cancellationToken);

    /// <summary>One run with its operations, steps and checkpoints.</summary>
    public async Task<BatchRun> GetAsync(string id, CancellationToken cancellationToken) =>
        await _queries.GetAsync(await ResolveIdAsync(id, cancellationToken), cancellationToken);

    /// <summary>The run each time that it changed, until it is over or nobody works on it.</summary>
    public IAsyncEnumerable<BatchRun> FollowAsync(string id, CancellationToken cancellationToken) => _queries.FollowAsync(id, cancellationToken);

    /// <summary>The lines of a run's log.</summary>
    public IAsyncEnumerable<BatchLogEntry> ReadLogAsync(string id, LogQuery query, CancellationToken cancellationToken) =>
        _queries.ReadLogAsync(id, query, cancellationToken);

    /// <summary>Counts, durations, retries and waits of a run.</summary>
    public async Task<IReadOnlyList<BatchMetric>> MetricsAsync(string id, CancellationToken cancellationToken) =>
        await _queries.MetricsAsync(await ResolveIdAsync(id, cancellationToken), cancellationToken);

    /// <summary>The block that shows one failed step: what, where, the last lines, what is still there, and two commands.</summary>
    public Task<string> DescribeFailureAsync(BatchRun run, BatchStep step, int width, bool colour, CancellationToken cancellationToken) =>
        _queries.DescribeFailureAsync(run, step, width, colour, cancellationToken);

    /// <summary>Renders a template, or evaluates an expression, in the context of a workflow or a run (Template.Invalid, Template.NotKnown).</summary>
    public async Task<object?> RenderAsync(TemplateRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        string? run = request.RunId is { } id ? await ResolveIdAsync(id, cancellationToken) : null;
        return await new TemplateTrial(_parts, _plans).RenderAsync(request with { RunId = run }, cancellationToken);
    }

    /// <summary>The providers that are there.</summary>
    public IReadOnlyList<BatchProviderInfo> Providers() => _parts.Plugins.Describe();

    /// <summary>The taskservs that a workflow in this folder would find.</summary>
    public IReadOnlyList<BatchTaskservInfo> Taskservs(string folder) => _plans.Taskservs(folder);

    /// <summary>Whether a run's journal is as it was written, and part of it a head that was kept from earlier.</summary>
    public async Task<BatchAudit> AuditAsync(string id, BatchAuditHead? kept, CancellationToken cancellationToken) =>
        await new RunAudit(_parts.Store, await ResolveIdAsync(id, cancellationToken)).MakeAsync(kept, cancellationToken);

    /// <summary>Who did what to a run, when, from where and why; <paramref name="all"/> adds what only describes steps under way.</summary>
    public async Task<IReadOnlyList<BatchAuditEntry>> TrailAsync(string id, bool all, CancellationToken cancellationToken) =>
        await _queries.TrailAsync(await ResolveIdAsync(id, cancellationToken), all, cancellationToken);

    /// <summary>Removes what no run refers to any more: kept files, keys, and what is left of submits that never began.</summary>
    public Task TidyAsync(CancellationToken cancellationToken) => new RunRemovals(_parts).TidyAsync(cancellationToken);

    /// <summary>Removes a run; refuses one that somebody holds, and one that could be resumed unless forced.</summary>
    public async Task RemoveAsync(string id, bool force, CancellationToken cancellationToken)
    {
        string whole = await ResolveIdAsync(id, cancellationToken);
        await new RunRemovals(_parts).RemoveAsync(whole, force, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _parts.DisposeAsync();

    private async Task<BatchRun> AskAsync(string id, ControlRequest request, CancellationToken cancellationToken)
    {
        string whole = await ResolveIdAsync(id, cancellationToken);
        await new RunControl(_parts).AskAsync(whole, request, cancellationToken);
        return await _queries.GetAsync(whole, cancellationToken);
    }
}
