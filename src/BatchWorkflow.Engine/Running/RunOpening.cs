using System.Threading.Channels;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Monitoring;
using BatchWorkflow.Engine.Secrets;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Running;

/// <summary>Opens all that a process needs to work on a run whose lease it holds, and closes it when the course is over.</summary>
internal sealed class RunOpening(EngineParts engine, RunOptions options)
{
    /// <summary>Begins to work on a run.</summary>
    /// <param name="held">The run, its lease and its journal.</param>
    /// <param name="first">What is recorded first.</param>
    /// <param name="needs">The steps whose servers are wanted from the start when nothing may wait for one.</param>
    /// <param name="go">Which way to go.</param>
    public async Task<RunSession> StartAsync(HeldRun held, IReadOnlyList<RunEvent> first, IReadOnlyList<PlanStep> needs, Func<RunCourse, CancellationToken, Task> go)
    {
        Plan plan = held.State.Plan;
        RunRecorder recorder = new(held.State, held.Journal);
        Masker masker = new();
        Channel<LoopMessage> messages = Channel.CreateUnbounded<LoopMessage>(new UnboundedChannelOptions { SingleReader = true });
        RunLog log = OpenLog(held, masker, messages.Writer);
        RunNarrator narrator = new(held.State, log);
        recorder.Recorded += narrator.Tell;
        PlanSource source = RunDefinitions.Together(held.State.Plans);
        RunProviders providers = await engine.Plugins.OpenAsync(source.Infrastructure, engine.StatePath, engine.Time, Resolver(masker), CancellationToken.None);
        RunDefinitions definitions = new(held.State.Plans, new SealedValues(engine.StatePath));
        RunTemplates templates = definitions.Templates;
        RunServers servers = new(source.Infrastructure, providers, definitions, new ConnectionSecrets(Resolver(masker)), engine);
        RunConditions conditions = new(templates, engine.Time, new ServerQuestions(servers, messages.Writer, engine.Time, engine.Scheduler).Ask);
        GateMessages messagesOfGates = new(templates);
        Dictionary<string, OperationDefinition> operations = plan.Source.Workflow.Operations.ToDictionary(o => o.Id, StringComparer.Ordinal);
        ServerLeases leases = new(engine.Store, held.Folder.Id, held.Lease.Token, engine.Terms.Processes, engine.Time);
        ServerHolds holds = new(plan.Infrastructure, leases, engine.Time);
        RunParts parts = new(source)
        {
            Attempts = AttemptsFor(held, new AttemptTools(providers, servers, definitions), masker, log),
            Messages = messages,
            Holds = holds,
            Controls = new Controls(new Inbox(engine.Store, held.Folder.Id), engine.Time),
            LimitsOf = providers.LimitsOf,
            Time = engine.Time,
            Random = engine.Options.Random.NextDouble,
            Scheduler = engine.Scheduler,
            Tick = engine.Options.Tick,
            Judge = (step, state) => conditions.Judge(step, operations.GetValueOrDefault(step.Operation), state),
            Ask = messagesOfGates.Of,
        };
        AttemptStreams streams = new(held.Folder.AttemptsPath, message => messages.Writer.TryWrite(new LoopMessage.Warning(message)));
        RunKeeper keeper = new(recorder, held, engine, streams);
        return new RunSession(held.Folder.Id, recorder, parts, letGo => Closing.AllAsync(
            () => GoAsync(letGo),
            () => new ValueTask(holds.ReleaseAllAsync()),
            servers.DisposeAsync,
            providers.DisposeAsync,
            keeper.DisposeAsync,
            held.DisposeAsync,
            log.DisposeAsync), held.Lease.Lost);

        async ValueTask GoAsync(CancellationToken letGo)
        {
            try
            {
                List<Warned> closed = await LearnSecretsAsync(held.State, masker);
                foreach (JournalEntry taken in held.Taken)
                    narrator.Tell(taken);
                if (options.NoWait && await holds.HoldAllAsync(needs) is { } refusal)
                    throw await RefuseAsync(recorder, refusal);
                foreach (RunEvent what in first.Concat(closed))
                    await recorder.RecordAsync(what, CancellationToken.None);
                await go(new RunCourse(recorder, parts), letGo);
            }
            catch (LeaseLostException e)
            {
                throw await held.ExplainAsync(e);
            }
        }
    }

    /// <summary>The folder that relative paths of a plan's workflow start from.</summary>
    public static string FolderOf(Plan plan) => Path.GetDirectoryName(Path.GetFullPath(plan.Path ?? "workflow"))!;

    /// <summary>Masks every secret of the run from the start: a script that an earlier engine began is heard again from its first line.</summary>
    private async Task<List<Warned>> LearnSecretsAsync(RunState state, Masker masker)
    {
        IEnumerable<object?> values = state.Plans.SelectMany(plan => ValuesOf(plan.Source)).Concat(state.Plan.Options.Variables.Values);
        await Resolver(masker).LearnAsync(values, CancellationToken.None);
        return LearnSealed(state, masker);
    }

    private static IEnumerable<object?> ValuesOf(PlanSource source) => source.Taskservs.Values.SelectMany(t => t.Variables.Values)
        .Concat(source.Workflow.Variables.Values)
        .Concat(source.Infrastructure.Servers.SelectMany(s => s.Variables.Values))
        .Concat(source.Infrastructure.Servers.SelectMany(ConnectionSecrets.ValuesOf))
        .Concat(source.Workflow.Environments.Values.OfType<IEnumerable<KeyValuePair<string, object?>>>().SelectMany(e => e.Select(v => v.Value)));

    /// <summary>Masks the sealed outputs so far; one that does not open fails the steps that use it and nothing else.</summary>
    /// <returns>What is to be said of those that do not open.</returns>
    private List<Warned> LearnSealed(RunState state, Masker masker)
    {
        List<Warned> closed = [];
        SealedValues seal = new(engine.StatePath);
        foreach (PlanStep step in state.Plan.Steps)
        {
            KeptOutputs outputs = state[step.Id].Kept;
            foreach (string name in outputs.SealedNames)
            {
                try
                {
                    masker.Add(seal.Open(outputs.Values[name]));
                }
                catch (FailureException e)
                {
                    closed.Add(new Warned($"The secret output {name} of {step.Id} cannot be opened, and so it is not masked. {e.Failure.Message}", step.Id));
                }
            }
        }
        return closed;
    }

    /// <summary>Another run came in between: a new run ends here, and one that was there before stays what it was.</summary>
    private static async Task<BatchWorkflowException> RefuseAsync(RunRecorder recorder, BatchWorkflowException refusal)
    {
        if (recorder.State.Facts.Status == RunStatus.Pending)
            await recorder.RecordAsync(new StatusChanged(RunStatus.Stopped, refusal.Message), Durability.Flushed, CancellationToken.None);
        return refusal;
    }

    private SecretResolver Resolver(Masker masker) => new(masker, new EnvironmentSecrets(), new GivenSecrets(options.Secrets));

    private RunLog OpenLog(HeldRun held, Masker masker, ChannelWriter<LoopMessage> messages)
    {
        Plan plan = held.State.Plan;
        return RunLog.Open(new RunLogOptions
        {
            RunFolder = held.Folder.Path,
            Config = plan.Source.Workflow.Logging,
            WorkflowFolder = FolderOf(plan),
            RunId = held.Folder.Id,
            Workflow = plan.Workflow,
            Trace = new TraceContext(held.Folder.Id),
            Masker = masker,
            Observer = options.Observer,
            Warn = message => messages.TryWrite(new LoopMessage.Warning(message)),
            Time = engine.Time,
            IsKept = engine.Options.KeepsLogs,
        });
    }

    private Attempts AttemptsFor(HeldRun held, AttemptTools tools, Masker masker, RunLog log)
    {
        Plan plan = held.State.Plan;
        UnitFiles files = new(new ContentFiles(engine.Store), Path.Combine(held.Folder.Path, "taskservs"), masker);
        ScriptInputs inputs = new(held.Folder.Path, files, Resolver(masker), masker, engine.Options.ExtraPath);
        SealedOutputs seal = new(new SealedValues(engine.StatePath));
        ScriptRuns scripts = new(inputs, log, seal.Of, engine.Time);
        TaskservRecords records = new(plan.Infrastructure, engine.Records);
        return new Attempts(
            new ResourceAttempt(tools.Providers, engine.Records, new RunResources(tools.Definitions), tools.Servers),
            new TaskservAttempt(tools.Servers, new TaskservUnits(tools.Definitions), scripts, records, engine.Time),
            masker, log, engine.Time);
    }

    private sealed record AttemptTools(RunProviders Providers, RunServers Servers, RunDefinitions Definitions);
}
