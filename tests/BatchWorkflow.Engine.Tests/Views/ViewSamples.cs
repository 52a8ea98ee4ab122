namespace BatchWorkflow.Engine.Tests.Views;

/// <summary>Runs and plans that the golden files show.</summary>
internal static class ViewSamples
{
    internal const string RunId = "20260102-030405-ab12";

    internal static DateTimeOffset Begin { get; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    internal static Failure Failure { get; } = new()
    {
        Kind = FailureKind.Unknown,
        Message = "create.sh ended with exit code 4.",
        ExitCode = 4,
        Script = "create.sh",
        ErrorTail = ["containerd: reading /etc/containerd/config.toml", "containerd: \u001b[31munknown key sandbox_imag\u001b[0m"],
    };

    internal static BatchRun Failed { get; } = new()
    {
        Id = RunId,
        Workflow = "wuji-full-deployment",
        Infrastructure = "wuji",
        Status = RunStatus.Failed,
        Reason = "install-base failed and its on_failure is fail.",
        Failed = true,
        Submitted = Begin,
        Ended = Begin.AddSeconds(65),
        Duration = TimeSpan.FromSeconds(65),
        Steps = 6,
        StepsDone = 6,
        StepsSucceeded = 3,
        StepsChanged = 2,
        StepsFailed = 1,
        Origin = new RunOrigin { User = "ann", Host = "desk", Process = 7, Session = "s" },
        Operations =
        [
            new BatchOperation { RunId = RunId, Id = "create-servers", Status = StepStatus.Succeeded, Steps = 2, StepsDone = 2 },
            new BatchOperation { RunId = RunId, Id = "install-base", Status = StepStatus.Failed, Steps = 3, StepsDone = 3, StepsFailed = 1 },
            new BatchOperation { RunId = RunId, Id = "install-k8s", Status = StepStatus.Omitted, Steps = 1, StepsDone = 1 },
        ],
        StepList =
        [
            Step("create-servers/wuji-cp-0", StepStatus.Succeeded) with { Changed = true, Reason = "It is not there.", Duration = TimeSpan.FromSeconds(0.25) },
            Step("create-servers/wuji-worker-0", StepStatus.Succeeded) with { Reason = "It is as wanted.", Duration = TimeSpan.FromSeconds(0.1) },
            Step("install-base/os@wuji-cp-0", StepStatus.Succeeded) with { Changed = true, StandIn = true, Reason = "Its check says no.", Duration = TimeSpan.FromSeconds(11.6) },
            Step("install-base/containerd@wuji-cp-0", StepStatus.Failed) with { Attempts = 3, Began = true, Failure = Failure, Duration = TimeSpan.FromSeconds(42) },
            Step("install-base/resolv@wuji-cp-0", StepStatus.Skipped) with { Attempts = 0, Reason = "Skipped by ann: done by hand." },
            Step("install-k8s/kubernetes@wuji-cp-0", StepStatus.Omitted) with { Attempts = 0, Reason = "install-base/containerd@wuji-cp-0 failed." },
        ],
        Checkpoints = [new BatchCheckpoint(RunId, 1, "after create-servers", Begin.AddSeconds(2), 12)],
        Warnings = ["The log file /var/log/wuji.log cannot be written: No space left on device"],
    };

    internal static BatchRun RolledBack { get; } = Failed with
    {
        Status = RunStatus.RollbackFailed,
        Reason = "One step could not be undone.",
        StepList =
        [
            Failed.StepList[0] with { Status = StepStatus.RevertFailed, Changed = true, Failure = new Failure { Kind = FailureKind.Conflict, Code = "SERVER_STATE_ILLEGAL", Message = "The server is being stopped." } },
            Failed.StepList[1],
            Failed.StepList[2] with { Status = StepStatus.Reverted },
            Failed.StepList[3] with { Status = StepStatus.Reverted },
        ],
        NotUndone = [new NotUndone("cleanup/old-1", "It deleted the server; -Recreate makes it again without its data.")],
    };

    internal static BatchRun Running { get; } = Failed with
    {
        Status = RunStatus.Running,
        Reason = null,
        Failed = false,
        Ended = null,
        Holder = "ann@desk (process 7)",
        StepsDone = 2,
        StepsSucceeded = 2,
        StepsChanged = 1,
        StepsFailed = 0,
        StepsRunning = 1,
        Operations =
        [
            new BatchOperation { RunId = RunId, Id = "create-servers", Status = StepStatus.Succeeded, Steps = 2, StepsDone = 2 },
            new BatchOperation { RunId = RunId, Id = "install-base", Status = StepStatus.Running, Steps = 3 },
            new BatchOperation { RunId = RunId, Id = "install-k8s", Status = StepStatus.Pending, Steps = 1 },
        ],
        StepList =
        [
            Failed.StepList[0],
            Failed.StepList[1],
            Step("install-base/os@wuji-cp-0", StepStatus.Running) with { Duration = TimeSpan.FromSeconds(11.6) },
            Step("install-base/containerd@wuji-cp-0", StepStatus.Waiting) with { Failure = Failure, NextAttempt = Begin.AddSeconds(70), Duration = TimeSpan.FromSeconds(9) },
            Step("install-base/resolv@wuji-cp-0", StepStatus.Waiting) with { Attempts = 0, WaitingFor = "server wuji-cp-0, which run 20260102-030000-cd34 holds" },
            Step("install-k8s/kubernetes@wuji-cp-0", StepStatus.Pending) with { Attempts = 0 },
        ],
        Checkpoints = [],
        Warnings = [],
    };

    /// <summary>A run that waits at two gates.</summary>
    internal static BatchRun Waiting { get; } = Running with
    {
        GatesOpen = 2,
        StepsDone = 1,
        StepsRunning = 0,
        Operations = [],
        StepList =
        [
            Failed.StepList[0],
            Step("size/gate", StepStatus.Waiting) with { Attempts = 0, Duration = TimeSpan.FromMinutes(2), WaitingFor = "an answer: How many workers, and where?" },
            Step("legal/gate", StepStatus.Waiting) with { Attempts = 0, Duration = TimeSpan.FromMinutes(2), WaitingFor = "an answer" },
        ],
        Gates =
        [
            new BatchGate
            {
                RunId = RunId,
                Gate = "size",
                Message = "How many workers, and where?",
                Opened = Begin,
                Until = Begin.AddHours(1),
                Default = GateDefault.Deny,
                Answers = new Dictionary<string, AnswerDefinition>
                {
                    ["count"] = new() { Type = AnswerType.Int, Description = "One more costs 40 a month." },
                    ["zone"] = new() { Type = AnswerType.Choice, Choices = ["fi-hel1", "de-fra1"], Default = "de-fra1" },
                    ["note"] = new() { Required = false },
                },
            },
            new BatchGate { RunId = RunId, Gate = "legal", Opened = Begin },
        ],
    };

    /// <summary>All that makes a run's lines long, at once.</summary>
    internal static BatchRun Long { get; } = RolledBack with
    {
        Workflow = "a-workflow-of-every-service-that-the-company-has",
        Infrastructure = "the-second-data-centre",
        Reason = "install-everything/kubernetes@worker-17, install-everything/kubernetes@worker-18, install-everything/kubernetes@worker-19 and 4 more failed",
        Duration = new TimeSpan(23, 59, 0),
        StepList =
        [
            Step("install-everything/kubernetes@cluster-of-the-second-data-centre-worker-17", StepStatus.RevertFailed) with { Attempts = 12, Failure = Failure, Duration = new TimeSpan(23, 59, 0) },
            Step("install-everything/kubernetes@cluster-of-the-second-data-centre-worker-18", StepStatus.Succeeded) with { Changed = true, StandIn = true, Reason = "Its check has not been asked." },
        ],
        Checkpoints = [new BatchCheckpoint(RunId, 1, "after " + string.Join(", ", Enumerable.Range(1, 20).Select(n => $"operation-{n}")), Begin.AddSeconds(2), 12)],
    };

    internal static Plan LongPlan => Plan with
    {
        Steps =
        [
            .. Enumerable.Range(17, 2).Select(n => Planned($"install-everything/kubernetes@cluster-of-the-second-data-centre-worker-{n}", StepAction.Replace,
                "The check of the service says that its version is another than the one that the definition wants.") with { Wave = 12, Estimate = new TimeSpan(23, 59, 0) }),
        ],
        CriticalPath = [],
    };

    internal static BatchStep Step(string id, StepStatus status) => new()
    {
        RunId = RunId,
        Id = id,
        Operation = id[..id.IndexOf('/', StringComparison.Ordinal)],
        Item = id[(id.IndexOf('/', StringComparison.Ordinal) + 1)..].Split('@')[0],
        Server = id.Split('/', '@')[^1],
        Taskserv = id.Contains('@', StringComparison.Ordinal) ? id.Split('/', '@')[1] : null,
        Action = StepAction.Create,
        Status = status,
        Attempts = 1,
        Started = Begin,
        Ended = status is StepStatus.Running or StepStatus.Pending or StepStatus.Waiting ? null : Begin.AddSeconds(1),
    };

    internal static Plan Plan { get; } = new()
    {
        Workflow = "wuji-full-deployment",
        Infrastructure = "wuji",
        DefinitionHash = "d",
        ObservedHash = "o",
        Source = new PlanSource(new WorkflowDefinition { Name = "wuji-full-deployment" }, new InfrastructureDefinition { Name = "wuji" }, new Dictionary<string, TaskservDefinition>()),
        Steps =
        [
            Planned("provider.local/port_range", StepAction.Create, "It is not there.") with { Operation = "provider.local", Exact = true, Kind = StepKind.SharedResource },
            Planned("create-servers/wuji-cp-0", StepAction.Create, "It is not there.") with { Exact = true, Wave = 1, Estimate = TimeSpan.FromSeconds(2) },
            Planned("create-servers/wuji-strg-0", StepAction.Update, "Two of its properties differ.") with
            {
                Exact = true, Wave = 1, Differences = [new PropertyDifference("cpu", "4", "2"), new PropertyDifference("labels.role", "storage", null)],
            },
            Planned("create-servers/wuji-worker-0", StepAction.Nothing, "It is as wanted.") with { Exact = true, Wave = 1 },
            Planned("create-servers/wuji-old-0", StepAction.Replace, "Its zone cannot be changed in place.") with { Exact = true, Wave = 1, Differences = [new PropertyDifference("zone", "fi-hel1", "de-fra1")] },
            Planned("install-base/os@wuji-cp-0", StepAction.Create, "Its check has not been asked.") with { Wave = 2, StandIn = true, Estimate = TimeSpan.FromSeconds(75) },
            Planned("install-base/resolv@wuji-cp-0", StepAction.Create, "It has no check.") with { Wave = 2, MayRunTwice = true },
            Planned("remove-old/wuji-old-1", StepAction.Delete, "The operation deletes it.") with { Exact = true, Wave = 3, Irreversible = true },
            Planned("verify/os@wuji-cp-0", StepAction.Check, "The operation checks it.") with { Exact = true, Wave = 3 },
            Planned("approve/gate", StepAction.Wait, "A person answers.") with { Exact = true, Wave = 4, Kind = StepKind.Gate },
        ],
        CriticalPath = ["provider.local/port_range", "create-servers/wuji-cp-0", "install-base/os@wuji-cp-0", "remove-old/wuji-old-1"],
        Warnings = [new Problem { Code = "Plan.Soft", Message = "server.web is not in the plan.", Location = new SourceLocation("workflow.yaml", 3, 5), IsWarning = true }],
    };

    internal static Plan Rollback { get; } = Plan with
    {
        Undoes = RunId,
        Steps = [Planned("create-servers/wuji-cp-0", StepAction.Delete, "This run created it.") with { Exact = true }],
        CriticalPath = ["create-servers/wuji-cp-0"],
        NotUndone = [new NotUndone("remove-old/wuji-old-1", "It deleted the server.")],
        Warnings = [],
    };

    private static PlanStep Planned(string id, StepAction action, string reason) => new()
    {
        Id = id,
        Operation = id[..id.IndexOf('/', StringComparison.Ordinal)],
        Item = id,
        Kind = StepKind.Server,
        Action = action,
        Reason = reason,
    };
}
