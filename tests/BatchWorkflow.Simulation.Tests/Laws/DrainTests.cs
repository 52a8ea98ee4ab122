using BatchWorkflow.Simulation.Tests.Laws.Generating;
using BatchWorkflow.Simulation.Tests.Laws.World;

namespace BatchWorkflow.Simulation.Tests.Laws;

/// <summary>Inputs that broke a law once: at the end of a run, and when somebody asks something of it.</summary>
public sealed class DrainTests
{
    [Fact]
    public void Drain_WhileARetryWaitsForRoom_LeavesNoStepWaiting() => Assert.Equal("Failed", Trial.Run(new Case
    {
        Servers = [new ServerCase("web-1", "alpha", "front", 1, Generating.Found.AsWanted, OtherImage: false)],
        Taskservs =
        [
            new TaskservCase("ts-a", CheckForm.None, HasUpdate: false, HasDelete: true, HasHealth: false, Version: 1),
            new TaskservCase("ts-b", CheckForm.Full, HasUpdate: false, HasDelete: true, HasHealth: false, Version: 1),
        ],
        Placements = [],
        Operations = [new OperationCase("op-1", OperationType.Create, OperationTarget.Taskserv, ["ts-a", "ts-b"]) { OnFailure = FailureAction.Fail }],
        Faults = [new Fault("create ts-a@web-1", 1, FaultKind.Fails, Effect: false, FailureKind.Unknown), new Fault("create ts-b@web-1", 1, FaultKind.Tells, Effect: false, FailureKind.Fatal)],
        Retry = new RetryPolicy { MaxAttempts = 2, InitialDelay = TimeSpan.FromSeconds(1), Jitter = false },
        Concurrency = 1,
    }));

    [Fact]
    public void Skip_JustAsTheStepGetsReady_IsNeitherStartedNorPassedBy() => Assert.Equal("Succeeded", Trial.Run(new Case
    {
        Servers = [new ServerCase("web-2", "alpha", "front", 2, Generating.Found.AsWanted, OtherImage: false)],
        Taskservs = [new TaskservCase("ts-a", CheckForm.Absent, HasUpdate: false, HasDelete: true, HasHealth: true, Version: 1)],
        Placements = [],
        Operations = [.. new[] { "op-3", "op-4", "op-5" }.Select(id => new OperationCase(id, OperationType.Create, OperationTarget.Taskserv, ["ts-a"]))],
        Requests = [new RequestCase(PersonAct.Skip, TimeSpan.FromSeconds(11), "op-4")],
        Retry = new RetryPolicy { MaxAttempts = 1 },
        Flag = true,
        Seed = 2593,
    }));

    [Fact]
    public void Undo_OfAMachineThatWasTakenOverAndForgotten_LeavesItUnknown() => Assert.Equal("Succeeded", Trial.Run(new Case
    {
        Servers = [new ServerCase("web-1", "beta", "back", 1, Generating.Found.Gone, OtherImage: false) { IsAdopted = true }],
        Taskservs = [],
        Placements = [],
        Operations =
        [
            new OperationCase("op-1", OperationType.Create, OperationTarget.Server, ["web-1"]),
            new OperationCase("op-2", OperationType.Delete, OperationTarget.Server, ["web-1"]),
        ],
    }));
}
