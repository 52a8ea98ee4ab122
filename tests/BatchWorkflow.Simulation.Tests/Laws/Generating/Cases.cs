using BatchWorkflow.Simulation.Tests.Laws.World;

namespace BatchWorkflow.Simulation.Tests.Laws.Generating;

/// <summary>Makes random inputs.</summary>
internal static class Cases
{
    private static readonly Found[] Any =
        [Found.Absent, Found.Absent, Found.AsWanted, Found.AsWanted, Found.Different, Found.UnrecordedAsWanted, Found.UnrecordedDifferent, Found.Gone];

    /// <summary>How a taskserv may be found that nobody asks, so that its record has to tell the truth.</summary>
    private static readonly Found[] Told = [Found.Absent, Found.AsWanted, Found.Different];

    /// <summary>How a taskserv may be found whose check says nothing about what differs.</summary>
    private static readonly Found[] Half = [Found.Absent, Found.AsWanted, Found.Different, Found.UnrecordedAsWanted, Found.Gone];

    /// <summary>The input of a seed.</summary>
    public static Case Of(int seed) => Drift(new Choices(new Random(~seed)), Drawn(seed));

    /// <summary>The same input without people, gates, waits, parts and what goes wrong with them, for those who bring their own.</summary>
    public static Case Plain(int seed)
    {
        Case made = Drawn(seed);
        HashSet<string> gates = [.. made.Operations.Where(o => o.Gate is not null).Select(o => o.Id)];
        return made with
        {
            Operations = [.. made.Operations.Where(o => o.Gate is null).Select(o => o with { DependsOn = [.. o.DependsOn.Except(gates)], Image = null, Repeatable = true })],
            Dependencies = [.. made.Dependencies.Where(d => !gates.Contains(d.Source.Split('.')[1]) && !gates.Contains(d.Target.Split('.')[1])).Select(d => d with { Wait = null })],
            Faults = [.. made.Faults.Where(f => f.Kind != FaultKind.Vanishes && !f.Call.StartsWith("find", StringComparison.Ordinal) && !f.Call.EndsWith("/net", StringComparison.Ordinal))],
            Part = [],
            Requests = [],
            Second = null,
            OnFailure = null,
            Alpha = null,
        };
    }

    private static Case Drawn(int seed) => Make(new Choices(new Random(seed))) with { Seed = seed };

    /// <summary>Somebody made half of what is different so beside all runs: its record still says as wanted. Without a check nobody can tell.</summary>
    private static Case Drift(Choices choose, Case made) => made with
    {
        Servers = [.. made.Servers.Select(s => s.Found == Found.Different && choose.Sometimes(50) ? s with { Found = Found.Drifted } : s)],
        Placements = [.. made.Placements.Select(p => p.Found == Found.Different && made.Taskserv(p.Taskserv).Check != CheckForm.None && choose.Sometimes(50)
            ? p with { Found = Found.Drifted } : p)],
    };

    private static Case Make(Choices choose)
    {
        List<TaskservCase> taskservs = Taskservs(choose);
        List<ServerCase> servers = Servers(choose, taskservs);
        List<string> cluster = choose.Sometimes(15) ? choose.Some(taskservs.Select(t => t.Name), 60) : [];
        bool flag = !choose.Sometimes(40);
        List<OperationCase> operations = OperationCases.Make(choose, servers, taskservs, cluster.Count > 0);
        TimeSpan? second = choose.Sometimes(5) ? TimeSpan.FromSeconds(choose.Between(0, 20)) : null;
        if (second is null && choose.Sometimes(15))
            OperationCases.AddGate(choose, operations);
        servers = [.. servers.Select(s => IsMade(s, operations) || choose.Sometimes(10) ? s : s with { Found = choose.OneOf(Found.AsWanted, Found.UnrecordedAsWanted) })];
        List<PlacementCase> placements = Placements(choose, servers, taskservs, operations);
        Case made = new()
        {
            Servers = servers,
            Taskservs = taskservs,
            Placements = placements,
            Operations = operations,
            Cluster = cluster,
            Dependencies = OperationCases.Dependencies(choose, servers, taskservs, operations),
            Type = choose.OneOf(WorkflowType.Batch, WorkflowType.Batch, WorkflowType.Parallel, WorkflowType.Sequential),
            Rollback = new RollbackStrategy
            {
                Enabled = !choose.Sometimes(8),
                OnPartialFailure = !choose.Sometimes(10),
                PreserveSuccessful = choose.Sometimes(10),
                CheckpointInterval = choose.OneOf(5, 1, 2),
            },
            Retry = OperationCases.Retry(choose),
            Concurrency = choose.Sometimes(40) ? choose.Between(1, 3) : null,
            BatchSize = choose.Sometimes(25) ? choose.Between(1, 2) : null,
            RateLimit = choose.Sometimes(15) ? choose.OneOf(2.0, 1.0, 0.5) : null,
            Network = choose.Sometimes(25),
            Flag = flag,
            Refresh = choose.Sometimes(60),
            AllowReplace = choose.Sometimes(30),
            Part = choose.Sometimes(6) ? choose.Some(operations.Select(o => o.Id), 50) : [],
            WithDependencies = choose.Sometimes(50),
            OnFailure = choose.Sometimes(8) ? choose.OneOf(FailureAction.Continue, FailureAction.Fail, FailureAction.Rollback) : null,
            Alpha = choose.Sometimes(12) ? new GivenLimits(choose.Sometimes(60) ? choose.Between(1, 2) : null, choose.Sometimes(40) ? choose.OneOf(2.0, 1.0) : null) : null,
            Requests = second is null && choose.Sometimes(10) ? Requests(choose, operations) : [],
            Second = second,
        };
        return made with { Faults = choose.Sometimes(65) ? FaultCases.Make(choose, made) : [] };
    }

    /// <summary>True when a record tells what is on a server whenever a step comes to it. That of a machine which is forgotten or taken over tells nothing.</summary>
    private static bool KeepsRecords(ServerCase server, List<OperationCase> operations) => server.Found is Found.AsWanted or Found.Different or Found.Drifted or Found.Gone
        && !(server.IsAdopted && (server.Found == Found.Gone || server.OtherImage
            || operations.Exists(o => o is { Type: OperationType.Delete, Target: OperationTarget.Server } && o.Items.Contains(server.Name))));

    private static bool IsMade(ServerCase server, List<OperationCase> operations) => server.Found is not (Found.Absent or Found.Gone)
        || operations.Exists(o => o is { Type: OperationType.Create, Target: OperationTarget.Server } && o.Items.Contains(server.Name));

    private static List<RequestCase> Requests(Choices choose, List<OperationCase> operations)
    {
        List<RequestCase> all = [];
        int count = choose.Between(1, 2);
        for (int i = 0; i < count; i++)
        {
            PersonAct act = choose.OneOf(PersonAct.Stop, PersonAct.Suspend, PersonAct.Skip, PersonAct.LetGo);
            all.Add(new RequestCase(act, TimeSpan.FromSeconds(choose.Between(0, 40)), act == PersonAct.Skip ? choose.OneOf(operations).Id : null));
        }
        return all;
    }

    private static List<TaskservCase> Taskservs(Choices choose)
    {
        List<TaskservCase> all = [];
        int count = choose.Between(1, 4);
        for (int i = 0; i < count; i++)
            all.Add(new TaskservCase(
                $"ts-{(char)('a' + i)}",
                choose.OneOf(CheckForm.Full, CheckForm.Full, CheckForm.Absent, CheckForm.None),
                HasUpdate: choose.Sometimes(40), HasDelete: !choose.Sometimes(20), HasHealth: choose.Sometimes(25), Version: choose.Between(1, 2))
            {
                Requires = choose.Some(all.Select(t => t.Name), 20),
                Conflicts = choose.Some(all.Select(t => t.Name), 3),
                HasLock = choose.Sometimes(25),
                HasVariable = choose.Sometimes(25),
                LeastCpu = choose.Sometimes(6) ? choose.Between(1, 2) : 0,
            });
        return all;
    }

    private static List<ServerCase> Servers(Choices choose, List<TaskservCase> taskservs)
    {
        List<ServerCase> all = [];
        int count = choose.Between(1, 5);
        bool isListed = choose.Sometimes(30);
        for (int i = 0; i < count; i++)
            all.Add(new ServerCase(
                $"web-{i + 1}", choose.OneOf("alpha", "alpha", "beta"), choose.OneOf("front", "back"), choose.Between(1, 2),
                choose.OneOf(Found.Absent, Found.Absent, Found.AsWanted, Found.AsWanted, Found.Different, Found.UnrecordedAsWanted, Found.UnrecordedDifferent, Found.Gone),
                OtherImage: choose.Sometimes(10))
            {
                Taskservs = isListed ? choose.Some(taskservs.Select(t => t.Name), 60) : [],
                IsAdopted = choose.Sometimes(25),
            });
        return all;
    }

    private static List<PlacementCase> Placements(Choices choose, List<ServerCase> servers, List<TaskservCase> taskservs, List<OperationCase> operations)
    {
        List<PlacementCase> all = [];
        foreach (ServerCase server in servers.Where(s => s.IsThere || s.Found == Found.Gone))
            foreach (TaskservCase taskserv in taskservs)
                if (choose.OneOf(taskserv.Check switch { CheckForm.None => Told, CheckForm.Full => Any, _ => Half }) is not Found.Absent and var found
                    && (KeepsRecords(server, operations) || taskserv.Check == CheckForm.Full || found == Found.UnrecordedAsWanted))
                    all.Add(new PlacementCase(server.Name, taskserv.Name, found));
        return all;
    }
}
