using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;
using Microsoft.Extensions.Time.Testing;

namespace BatchWorkflow.Engine.Tests.Journal;

/// <summary>The run whose journal lies in tests/fixtures/journal/v1: one event of every type, over three holders.</summary>
internal static class JournalFixture
{
    public const string RunId = "20260309-140506-k7dm";
    private static readonly RunOrigin Ann = new() { User = "ann", Host = "host-1", Process = 4242, Session = "5e5510a0-0000-4000-8000-000000000001" };
    private static readonly RunOrigin Bob = new() { User = "bob", Host = "host-2", Process = 77 };
    private static readonly DateTimeOffset Begin = new(2026, 3, 9, 14, 5, 6, 123, TimeSpan.Zero);

    private static readonly Failure Failed = new()
    {
        Kind = FailureKind.Drift,
        Message = "The check found \"two\" differences.",
        Code = "E1",
        ExitCode = 1,
        Script = "check.sh",
        ErrorTail = ["line one", "tab\there, umlaut \u00e4, face \ud83d\ude00, <tag> & 'quote'"],
        Drift = [new PropertyDifference("port", "443", null)],
        RetryAfter = TimeSpan.FromSeconds(30),
    };

    private static readonly FormerSpecification Former = new(
        new ResourceSpecification
        {
            Identity = "wuji/web-1",
            Kind = "server",
            Properties = new Dictionary<string, object?> { ["cpu"] = 2L, ["ratio"] = 0.5, ["tags"] = new List<object?> { "a", true }, ["labels"] = new Dictionary<string, object?> { ["role"] = "web" } },
        },
        new TaskservRecord
        {
            Name = "os",
            Version = "1.0",
            Files = new Dictionary<string, string> { ["create.sh"] = new('a', 64) },
            Scripts = new Dictionary<string, string> { ["create"] = "create.sh" },
            Duration = TimeSpan.FromSeconds(1.5),
        });

    private static readonly RunEvent[] First =
    [
        new RunSubmitted { RunId = RunId, Workflow = "wuji", Infrastructure = "wuji", Path = "/home/ann/wuji/workflow.yaml", PlanHash = new string('b', 64), Origin = Ann, IdempotencyKey = "key-1" },
        new HolderTook(Ann, 1, "submit"),
        new StatusChanged(RunStatus.Running),
        new StepWaiting("os/os@web-1", "server web-1, which is held by run 20260309-140000-aaaa"),
        new AttemptStarted { Step = "os/os@web-1", Attempt = 1, Token = "t-1" },
        new FormerFound("os/os@web-1", Former),
        new AttemptEnded { Step = "os/os@web-1", Attempt = 1, Result = AttemptResult.Failed, Changed = true, Failure = Failed, Reason = "it differs" },
        new RetryScheduled("os/os@web-1", 2, Begin + TimeSpan.FromSeconds(35)),
        new AttemptStarted { Step = "os/os@web-1", Attempt = 2, Token = "t-2", Counts = false },
    ];

    private static readonly RunEvent[] Second =
    [
        new HolderTook(Bob, 3, "resume"),
        new AttemptEnded { Step = "os/os@web-1", Attempt = 2, Result = AttemptResult.Succeeded, Outputs = new Dictionary<string, string> { ["ip"] = "10.0.0.1", ["Mixed_Case"] = "kept" } },
        new CheckpointReached(1, "os"),
        new StepEnded("web/web@web-1", StepStatus.Omitted, "os failed", Failed),
        new ControlTaken
        {
            Position = 120,
            Request = new ControlRequest { RequestId = "r-1", Kind = ControlKind.Suspend, Origin = Bob, Time = Begin + TimeSpan.FromMinutes(1), Reason = "lunch", Operation = "web" },
        },
        new StatusChanged(RunStatus.Failed, "a step failed", GoalMissed: true),
        new StepsReset(["web/web@web-1"], "restart"),
        new RollbackPlanned(
            new UndoPlan(
                [new PlanStep { Id = "os/os@web-1", Operation = "os", Item = "os", Kind = StepKind.Taskserv, Action = StepAction.Delete, Reason = "it was created", DependsOn = [new StepDependency { On = "web/web@web-1" }] }],
                [new NotUndone("db/db@web-1", "it is irreversible")]),
            ToCheckpoint: 1),
        new AttemptStarted { Step = "os/os@web-1", Attempt = 3, Token = "t-3", Undo = true },
        new Warned("A daemon is still alive.", "os/os@web-1"),
    ];

    private static readonly RunEvent[] Third =
    [
        new HolderTook(Ann, 5, "restart"),
        new GateOpened("ask/gate", "Go on?", Begin + TimeSpan.FromHours(1)),
        new ControlTaken
        {
            Position = 240,
            Request = new ControlRequest { RequestId = "r-2", Kind = ControlKind.Approve, Origin = Bob, Time = Begin + TimeSpan.FromMinutes(2), Operation = "ask", Answers = new Dictionary<string, string> { ["count"] = "3" } },
            Ends = [new StepEnded("ask/gate", StepStatus.Succeeded, "approved by bob@host-2") { Outputs = new Dictionary<string, string> { ["count"] = "3" } }],
        },
        new ControlTaken
        {
            Position = 360,
            Request = new ControlRequest { RequestId = "r-3", Kind = ControlKind.Skip, Origin = Bob, Time = Begin + TimeSpan.FromMinutes(3), Reason = "done by hand", Operation = "os" },
            Refusal = new ControlRefusal("Step.Running", "os/os@web-1 is under way: an attempt that has begun cannot be skipped.", "Wait for its end."),
        },
    ];

    private static readonly RunEvent[] Fourth =
    [
        new HolderTook(Ann, 7, "resume"),
        new ServerReached("web-1", new KnownServer("p-1", new Dictionary<string, string> { ["address"] = "192.0.2.1" }, new ServerFacts
        {
            Os = "debian", Version = "12", Kernel = "Linux 6.1.0 x86_64", HostName = "web-1", Cpu = 2, Memory = 1970, Disk = 19, Addresses = ["192.0.2.1"],
        })),
    ];

    private static readonly RunEvent[] Fifth =
    [
        new HolderTook(Bob, 9, "resume"),
        new DefinitionsTaken
        {
            PlanHash = new string('c', 64),
            DefinitionHash = new string('d', 64),
            Cause = "resume",
            Anew = ["web/web@web-1"],
            Gone = ["db/db@web-1"],
            Left = ["cache/cache@web-1"],
            Changes =
            [
                new BatchChange { RunId = RunId, Kind = BatchChangeKind.Changed, Subject = "web/web@web-1", Differences = [new PropertyDifference("variable size", "2", null)], Effect = "has failed: begins anew" },
            ],
        },
    ];

    /// <summary>The events in order.</summary>
    public static IReadOnlyList<RunEvent> Events => [.. First, .. Second, .. Third, .. Fourth, .. Fifth];

    /// <summary>The tokens of the segments.</summary>
    public static IReadOnlyList<long> Tokens => [1, 3, 5, 7, 9];

    /// <summary>Writes the journal as this version does.</summary>
    public static async Task WriteAsync(Store store)
    {
        FakeTimeProvider time = new(Begin);
        await HoldAsync(store, 1, First, time);
        await HoldAsync(store, 3, Second, time);
        await HoldAsync(store, 5, Third, time);
        await HoldAsync(store, 7, Fourth, time);
        await HoldAsync(store, 9, Fifth, time);
    }

    private static async Task HoldAsync(Store store, long token, RunEvent[] events, FakeTimeProvider time)
    {
        await using JournalWriter writer = await JournalWriter.OpenAsync(store, RunId, token, time, default);
        foreach (RunEvent one in events)
        {
            await writer.AppendAsync(one, Durability.Flushed, default);
            time.Advance(TimeSpan.FromTicks(12_345_678));
        }
    }
}
