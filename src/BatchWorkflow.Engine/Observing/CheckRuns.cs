using System.Collections.Concurrent;
using BatchWorkflow.Engine.Monitoring;
using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Secrets;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Observing;

/// <summary>
/// Asks the checks of taskservs on the servers that are there, and on machines that the run would only take over, as a refreshed plan wants it.
/// They change nothing.
/// </summary>
internal sealed class CheckRuns(EngineParts engine, PlanSource source, RunProviders providers, PlanOptions options, GivenSecrets given, Masker masker)
{
    /// <summary>What is to be said of the state's folder when others could write to it until now.</summary>
    public string? WasOpen { get; private set; }

    private const int AtOnce = 16;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>What was observed, with the answers of these checks beside those that it has; a server or a check that is not there gives none.</summary>
    public async Task<Observed> AnswerAsync(
        Observed observed, IReadOnlyCollection<(string Server, string Taskserv)> wanted, CancellationToken cancellationToken)
    {
        List<(ServerDefinition, TaskservDefinition)> questions = [.. Questions(observed, wanted)];
        if (questions.Count == 0)
            return observed;
        SecretNeeds needs = new(source, options, new ContentFiles(engine.Store));
        IReadOnlyList<Problem> missing = await needs.MissingAsync(questions.Select(q => StepOf(q.Item1, q.Item2)), given, cancellationToken);
        return missing.Count > 0 ? throw SecretNeeds.Refusal(missing) : await AnswerAsync(observed, questions, cancellationToken);
    }

    private async Task<Observed> AnswerAsync(
        Observed observed, List<(ServerDefinition Server, TaskservDefinition Taskserv)> questions, CancellationToken cancellationToken)
    {
        WasOpen ??= StateTrust.Demand(engine.StatePath);
        string observation = engine.NewId(), folder = CheckFolders.New(engine.StatePath, observation, engine.Time.GetUtcNow());
        Dictionary<(string, string), CheckAnswer> answers = new(observed.Checks);
        RunLog log = OpenLog(folder, masker);
        SecretResolver secrets = new(masker, new EnvironmentSecrets(), given);
        RunDefinitions definitions = new([new Plan { Workflow = "", Infrastructure = "", DefinitionHash = "", ObservedHash = "", Steps = [], Source = source, Options = options }], new SealedValues(engine.StatePath));
        RunServers servers = new(source.Infrastructure, providers, definitions, new ConnectionSecrets(secrets), engine) { Beforehand = Adopted };
        try
        {
            UnitFiles files = new(new ContentFiles(engine.Store), Path.Combine(folder, "taskservs"), masker);
            Asking asking = new($"refresh-{observation}", log, servers, new TaskservUnits(definitions), new ScriptInputs(folder, files, secrets, masker, engine.Options.ExtraPath));
            await Parallel.ForEachAsync(questions, Together(cancellationToken),
                async (question, token) =>
                {
                    string identity = Specifications.Identity(source.Infrastructure.Name, question.Server.Name);
                    if (await AskAsync(asking, question.Server, question.Taskserv, observed.Resources.ContainsKey(identity), token) is not { } answer)
                        return;
                    lock (answers)
                        answers[(identity, question.Taskserv.Name)] = answer;
                });
            await ForgetAsync(asking.Over, cancellationToken);
            return observed with { Checks = answers };
        }
        finally
        {
            await servers.DisposeAsync();
            await log.DisposeAsync();
            CheckFolders.Remove(folder);
        }
    }

    private static ParallelOptions Together(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken, TaskScheduler = TaskScheduler.Current };

    /// <summary>Removes from the servers what these checks left there.</summary>
    private static Task ForgetAsync(IEnumerable<(Connection Connection, ScriptReference Script)> over, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(over.GroupBy(check => check.Connection, check => check.Script), Together(cancellationToken), async (checks, token) =>
        {
            try
            {
                await checks.Key.ForgetAsync([.. checks], token);
            }
            catch (FailureException)
            {
                // All checks have answered, and a server that is out of reach by now removes what is old itself.
            }
        });

    private IEnumerable<(ServerDefinition Server, TaskservDefinition Taskserv)> Questions(
        Observed observed, IReadOnlyCollection<(string Server, string Taskserv)> wanted)
    {
        Dictionary<string, ServerDefinition> servers = source.Infrastructure.Servers
            .ToDictionary(s => Specifications.Identity(source.Infrastructure.Name, s.Name), StringComparer.Ordinal);
        foreach ((string identity, string name) in wanted)
            if (servers.TryGetValue(identity, out ServerDefinition? server) && (observed.Resources.ContainsKey(identity) || Adopted(server) is not null)
                && source.Taskservs.TryGetValue(name, out TaskservDefinition? taskserv) && TaskservScripts.HasCheck(taskserv))
                yield return (server, taskserv);
    }

    private ResourceState? Adopted(ServerDefinition server) => Specifications.Adopted(providers[server.Provider].Provider, source.Infrastructure.Name, server);

    /// <summary>How long a check may take: no longer than an attempt of the operations that the plan is asked for.</summary>
    private TimeSpan TimeoutOf(TaskservDefinition taskserv)
    {
        HashSet<string> clusters = [.. source.Infrastructure.Clusters.Where(c => c.Taskservs.Contains(taskserv.Name)).Select(c => c.Name)];
        return source.Workflow.Operations
            .Where(o => Selector.Matches(options.Operations, o.Id))
            .Where(o => o.Target == OperationTarget.Taskserv ? o.Items.Contains(taskserv.Name) : o.Target == OperationTarget.Cluster && o.Items.Any(clusters.Contains))
            .Select(o => o.Timeout).Append(Longest).Min();
    }

    /// <summary>The answer; null when the check cannot be asked before other steps have run.</summary>
    private async Task<CheckAnswer?> AskAsync(
        Asking asking, ServerDefinition server, TaskservDefinition taskserv, bool isKnown, CancellationToken cancellationToken)
    {
        await new ContentFiles(engine.Store).KeepAsync(taskserv.Folder, taskserv.Files, cancellationToken);
        try
        {
            return await AskAsync(asking, server, taskserv, cancellationToken);
        }
        catch (FailureException e) when (!isKnown)
        {
            return new CheckAnswer(AsWanted: false, [], Unreached: masker.Mask(e.Failure.Message));
        }
        catch (FailureException e)
        {
            throw new BatchWorkflowException("Plan.CheckFailed", $"The check of {taskserv.Name} on {server.Name} cannot be run: {masker.Mask(e.Failure.Message)}", e)
            {
                RecommendedAction = "Mend that, or plan without -Refresh: then the plan goes by what is recorded.",
            };
        }
        catch (Exception e) when (e is UnknownValueException or JinjaException)
        {
            return null; // The planner renders the same templates and tells what is wrong with them.
        }
    }

    private async Task<CheckAnswer> AskAsync(Asking asking, ServerDefinition server, TaskservDefinition taskserv, CancellationToken cancellationToken)
    {
        TimeSpan timeout = TimeoutOf(taskserv);
        AttemptContext context = ContextOf(asking.Observation, server, taskserv, timeout);
        Connection connection = await asking.Servers.ConnectAsync(context, cancellationToken)
            ?? throw new BatchWorkflowException("Server.Gone", $"Server {server.Name} is not there any more.");
        ScriptRuns scripts = new(asking.Inputs, asking.Log, _ => KeptOutputs.None, engine.Time);
        ScriptRun run = await scripts.RunAsync(new ScriptCall
        {
            Context = context,
            Unit = asking.Units.For(context, asking.Servers.KnownOf(server.Name)),
            Connection = connection,
            Phase = "check",
            Script = taskserv.Scripts["check"],
            Timeout = timeout,
        }, cancellationToken);
        asking.Over.Add((connection, asking.Inputs.ReferenceOf(context, "check")));
        return run.ToAnswer() with { Silent = run.Exit.Code is null ? timeout : null };
    }

    /// <summary>The name of its observation is part of its script's token: a server that keeps the outcome of an earlier one runs the check all the same.</summary>
    private AttemptContext ContextOf(string observation, ServerDefinition server, TaskservDefinition taskserv, TimeSpan timeout) => new()
    {
        RunId = observation,
        Step = StepOf(server, taskserv),
        Action = StepAction.Check,
        Number = 1,
        Token = engine.NewId(),
        Timeout = timeout,
        Waiting = _ => { },
        RememberAsync = (_, _, _) => Task.CompletedTask,
    };

    private static PlanStep StepOf(ServerDefinition server, TaskservDefinition taskserv) => new()
    {
        Id = $"refresh/{taskserv.Name}@{server.Name}",
        Operation = "refresh",
        Item = taskserv.Name,
        Kind = StepKind.Taskserv,
        Action = StepAction.Check,
        Server = server.Name,
        Provider = server.Provider,
        Taskserv = taskserv.Name,
        Reason = "refresh",
    };

    private RunLog OpenLog(string folder, Masker masker) => RunLog.Open(new RunLogOptions
    {
        RunFolder = folder,
        Config = new LoggingConfig { Destinations = [] },
        WorkflowFolder = folder,
        RunId = "refresh",
        Workflow = source.Workflow.Name,
        Trace = new TraceContext(folder),
        Masker = masker,
        Time = engine.Time,
        IsKept = engine.Options.KeepsLogs,
    });

    private sealed record Asking(string Observation, RunLog Log, RunServers Servers, TaskservUnits Units, ScriptInputs Inputs)
    {
        /// <summary>The checks that have answered, each with the connection to its server.</summary>
        public ConcurrentBag<(Connection Connection, ScriptReference Script)> Over { get; } = [];
    }
}
