using BatchWorkflow.Simulation.Tests.Laws.Generating;
using BatchWorkflow.Simulation.Tests.Laws.World;
using AsFound = BatchWorkflow.Simulation.Tests.Laws.Generating.Found;

namespace BatchWorkflow.Simulation.Tests.Trouble;

/// <summary>Draws inputs that are small, can be planned, and succeed once nothing fails any more, unless a script fails for good.</summary>
internal static class SmallCases
{
    /// <summary>Servers and one or two taskservs on them, some of which are there already.</summary>
    public static Case Draw(Choices choose)
    {
        FailureAction onFailure = choose.OneOf(FailureAction.Fail, FailureAction.Continue, FailureAction.Rollback);
        List<ServerCase> servers = [.. Enumerable.Range(1, choose.Between(1, 3)).Select(n => new ServerCase(
            $"web-{n}", "alpha", "front", 1, choose.OneOf(AsFound.Absent, AsFound.Absent, AsFound.AsWanted, AsFound.Different, AsFound.UnrecordedAsWanted, AsFound.UnrecordedDifferent), OtherImage: false))];
        List<TaskservCase> taskservs = [.. Enumerable.Range(0, choose.Between(1, 2)).Select(n => new TaskservCase(
            $"ts-{(char)('a' + n)}", choose.OneOf(CheckForm.Full, CheckForm.Full, CheckForm.Full, CheckForm.None, CheckForm.None), HasUpdate: choose.Sometimes(30), HasDelete: choose.Sometimes(80), HasHealth: choose.Sometimes(25), Version: 1))];
        List<OperationCase> operations = [new OperationCase("op-1", OperationType.Create, OperationTarget.Server, [.. servers.Select(s => s.Name)]) { OnFailure = onFailure }];
        foreach (TaskservCase taskserv in taskservs)
            operations.Add(new OperationCase($"op-{operations.Count + 1}", OperationType.Create, OperationTarget.Taskserv, [taskserv.Name])
            {
                DependsOn = [.. new[] { choose.OneOf(operations).Id, "op-1" }.Distinct()],
                OnFailure = onFailure,
                Parallel = choose.Sometimes(75),
                BatchSize = choose.Sometimes(33) ? choose.Between(1, 2) : null,
            });
        return new Case
        {
            Servers = servers,
            Taskservs = taskservs,
            Placements = [.. servers.Where(s => s.Found != AsFound.Absent).SelectMany(s => taskservs.Select(t => Placement(choose, s, t))).Where(p => p.Found != AsFound.Absent)],
            Operations = operations,
            Faults = [.. servers.SelectMany(s => taskservs.SelectMany(t => Faults(choose, $"create {t.Name}@{s.Name}")))],
            Rollback = new RollbackStrategy { CheckpointInterval = 1 },
            Retry = new RetryPolicy { MaxAttempts = choose.Between(1, 3), InitialDelay = TimeSpan.FromSeconds(0.5), MaxDelay = TimeSpan.FromSeconds(2) },
        };
    }

    /// <summary>Only a check finds what nobody recorded.</summary>
    private static PlacementCase Placement(Choices choose, ServerCase server, TaskservCase taskserv)
    {
        bool isRecorded = server.Found is AsFound.AsWanted or AsFound.Different, isAsked = taskserv.Check == CheckForm.Full;
        AsFound found = choose.OneOf(AsFound.Absent, AsFound.AsWanted, AsFound.Different, AsFound.UnrecordedAsWanted, AsFound.UnrecordedDifferent);
        return new PlacementCase(server.Name, taskserv.Name, found switch
        {
            AsFound.AsWanted or AsFound.Different when !isRecorded => isAsked ? AsFound.UnrecordedDifferent : AsFound.Absent,
            AsFound.UnrecordedAsWanted or AsFound.UnrecordedDifferent when !isAsked => AsFound.Absent,
            _ => found,
        });
    }

    private static IEnumerable<Fault> Faults(Choices choose, string call)
    {
        bool isForGood = choose.Sometimes(4);
        int times = isForGood || choose.Sometimes(15) ? choose.Between(1, 2) : 0;
        for (int nth = 1; nth <= times; nth++)
            yield return new Fault(call, isForGood ? Fault.Always : nth, FaultKind.Fails, choose.Sometimes(50), FailureKind.Unknown);
    }
}
