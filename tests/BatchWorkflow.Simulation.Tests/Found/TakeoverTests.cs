using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Simulation.Tests.Laws.World;
using BatchWorkflow.Simulation.Tests.Simulating;
using BatchWorkflow.Simulation.Tests.World;

namespace BatchWorkflow.Simulation.Tests.Found;

/// <summary>
/// Whatever is asked of an engine, its process may be paused at any write of it, past its lease, while an engine on another host takes the run.
/// Each request is tried with a pause before and after each of its writes.
/// </summary>
public sealed class TakeoverTests
{
    private static readonly IReadOnlyDictionary<string, string> NoAnswers = new Dictionary<string, string>();
    private static readonly PlanSource Site = Sources.Of(
        [Sources.Server("web-1")],
        [Sources.Taskserv("app", "create", "delete", "check")],
        new OperationDefinition { Id = "servers", Type = OperationType.Create, Target = OperationTarget.Server, Items = ["web-1"] },
        new OperationDefinition { Id = "app", Type = OperationType.Create, Target = OperationTarget.Taskserv, Items = ["app"], DependsOn = ["servers"], OnFailure = FailureAction.Fail });

    private static readonly PlanSource Gated = Site with
    {
        Workflow = Site.Workflow with
        {
            Operations =
            [
                Site.Workflow.Operations[0],
                new OperationDefinition { Id = "gate", Type = OperationType.Gate, DependsOn = ["servers"], Gate = new GateDefinition { Message = "go on?" } },
                Site.Workflow.Operations[1] with { DependsOn = ["gate"] },
            ],
        },
    };

    /// <summary>What is asked: first of nothing, then of a run that failed, then of one whose engine died at a gate.</summary>
    public static TheoryData<string> Requests => ["submit", "submit under a key", "resume", "restart", "rollback", "skip", "approve", "deny", "suspend", "stop", "remove"];

    [Theory]
    [MemberData(nameof(Requests))]
    public void Request_WhoseRunIsTakenAtAnyWrite_RefusesClearlyAndLeavesTheRunToTheOther(string request)
    {
        List<string> broken = [];
        int writes = 0;
        foreach (bool isAfter in new[] { false, true })
        {
            bool isPaused = true;
            for (int at = 1; isPaused; at++, writes++)
            {
                using Attempt attempt = new(request, at, isAfter);
                if (attempt.Run(out isPaused) is { } why)
                    broken.Add($"{request}, paused {(isAfter ? "after" : "before")} write {at} ({attempt.PausedAt}): {why}");
            }
        }
        Assert.True(broken.Count == 0, string.Join('\n', broken));
        Assert.True(writes > 8, $"only {writes} writes were seen");
    }

    private sealed class Attempt : IDisposable
    {
        private readonly Simulating.Simulation _simulation = new();
        private readonly ModelWorld _world;
        private readonly Overlaps _overlaps = new();
        private readonly LossyStore _store;
        private readonly string _request;
        private readonly int _at;
        private readonly bool _isAfter;
        private SimulatedProcess? _victim;
        private int _writes;

        public Attempt(string request, int at, bool isAfter)
        {
            (_request, _at, _isAfter) = (request, at, isAfter);
            _simulation.World = _world = Sources.World();
            _world.Disturbance = _overlaps;
            _store = new LossyStore(_simulation.Stores.Kept) { Before = BeforeAsync, After = AfterAsync };
            _simulation.Stores.Open = name => name == "victim" ? _store : _simulation.Stores.Kept;
        }

        public string? PausedAt { get; private set; }

        public void Dispose()
        {
            _simulation.Dispose();
            _store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        /// <summary>Tries it; what went wrong, or null.</summary>
        public string? Run(out bool isPaused)
        {
            string? wrong = _simulation.Run(TryAsync);
            isPaused = PausedAt is not null;
            return wrong ?? (_overlaps.Found.Count > 0 ? string.Join("; ", _overlaps.Found) : null);
        }

        private async Task<string?> TryAsync()
        {
            string? id = await StartAsync();
            SimulatedHost victim = new(_simulation, "victim"), rival = new(_simulation, "rival", "host-2");
            _victim = victim.Process;
            Task<string?> asked = WordsOfAsync(AskAsync(victim, id));
            for (int second = 0; !asked.IsCompleted && second < 400; second++)
            {
                await _simulation.DelayAsync(TimeSpan.FromSeconds(1));
                if (PausedAt is not null && second % 40 == 39 && await WordsOfAsync(TakeAsync(rival)) is { } wrong)
                    return $"the other: {wrong}";
            }
            if (!asked.IsCompleted)
                return "it never comes back";
            if (await asked is { } unclear)
                return unclear;
            await EndAsync(rival);
            return null;
        }

        /// <summary>Null for what was done or clearly refused.</summary>
        private static async Task<string?> WordsOfAsync(Task asked)
        {
            try
            {
                await asked;
                return null;
            }
            catch (BatchWorkflowException)
            {
                return null;
            }
#pragma warning disable CA1031 // Anything but a clear refusal is what is looked for.
            catch (Exception e)
#pragma warning restore CA1031
            {
                return e.ToString();
            }
        }

        private async Task<string?> StartAsync()
        {
            if (_request.StartsWith("submit", StringComparison.Ordinal))
                return null;
            SimulatedHost first = new(_simulation, "first");
            _world.Faults.Add(Sources.Failing("create app@web-1", 3));
            Plan plan = (await first.PlanAsync(_request is "resume" or "restart" or "rollback" or "remove" ? Site : Gated)).Plan!;
            ActiveRun run = await first.AskAsync(e => e.SubmitAsync(plan, new RunOptions(), CancellationToken.None));
            await _simulation.DelayAsync(TimeSpan.FromSeconds(30));
            first.Process.Kill();
            return run.Id;
        }

        private async Task AskAsync(SimulatedHost host, string? id)
        {
            switch (_request)
            {
                case "submit" or "submit under a key":
                    Plan plan = (await host.PlanAsync(Site)).Plan!;
                    await host.SubmitAsync(plan, new RunOptions { IdempotencyKey = _request == "submit" ? null : "once" });
                    break;
                case "resume":
                    await host.ResumeAsync(id!);
                    break;
                case "restart":
                    await host.CompleteAsync(e => e.RestartAsync(id!, new RestartOptions(), new RunOptions(), CancellationToken.None));
                    break;
                case "rollback":
                    await host.RollBackAsync(id!);
                    break;
                case "remove":
                    await host.AskAsync(async e =>
                    {
                        await e.RemoveAsync(id!, force: true, CancellationToken.None);
                        return true;
                    });
                    break;
                default:
                    await host.AskAsync(e => _request switch
                    {
                        "skip" => e.SkipAsync(id!, "app", "not now", CancellationToken.None),
                        "approve" => e.ApproveAsync(id!, null, NoAnswers, null, CancellationToken.None),
                        "deny" => e.DenyAsync(id!, null, "no", CancellationToken.None),
                        "suspend" => e.ControlAsync(id!, ControlKind.Suspend, "later", CancellationToken.None),
                        _ => e.ControlAsync(id!, ControlKind.Stop, "enough", CancellationToken.None),
                    });
                    break;
            }
        }

        /// <summary>The other engine tidies, submits under the key, and takes what runs there are.</summary>
        private async Task TakeAsync(SimulatedHost rival)
        {
            await rival.AskAsync(async e =>
            {
                await e.TidyAsync(CancellationToken.None);
                return true;
            });
            if (_request == "submit under a key")
                _ = AskAsync(rival, null);
            await EndAsync(rival);
        }

        /// <summary>Goes on with every run until it is over and whole.</summary>
        private async Task EndAsync(SimulatedHost host)
        {
            foreach (BatchRun run in await host.AskAsync(async e => await e.ListAsync(_ => { }, CancellationToken.None).ToListAsync()))
            {
                for (BatchRun now = run; !now.Succeeded && now.Status != RunStatus.RolledBack; now = await host.AskAsync(e => e.GetAsync(run.Id, CancellationToken.None)))
                {
                    Task<BatchRun> going = now.Status == RunStatus.RollbackFailed ? host.RollBackAsync(run.Id) : host.ResumeAsync(run.Id);
                    while (await Task.WhenAny(going, _simulation.DelayAsync(TimeSpan.FromSeconds(5))) != going)
                        if ((await host.AskAsync(e => e.GetAsync(run.Id, CancellationToken.None))).GatesOpen > 0)
                            await host.AskAsync(e => e.ApproveAsync(run.Id, null, NoAnswers, null, CancellationToken.None));
                    await going;
                }
                BatchAudit audit = await host.AskAsync(e => e.AuditAsync(run.Id, null, CancellationToken.None));
                if (!audit.Valid)
                    throw new InvalidOperationException($"the journal is not whole: {audit}");
            }
        }

        private Task BeforeAsync(string name)
        {
            if (_victim is null || _isAfter || ++_writes != _at)
                return Task.CompletedTask;
            return PauseAsync(name);
        }

        private Task AfterAsync(string name)
        {
            if (_victim is null || !_isAfter || ++_writes != _at)
                return Task.CompletedTask;
            return PauseAsync(name);
        }

        private Task PauseAsync(string name)
        {
            PausedAt = name;
            _victim!.Pause(TimeSpan.FromSeconds(90));
            return _simulation.DelayAsync(TimeSpan.FromMilliseconds(1));
        }
    }
}
