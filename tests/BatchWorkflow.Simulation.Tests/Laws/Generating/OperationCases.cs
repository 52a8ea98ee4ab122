namespace BatchWorkflow.Simulation.Tests.Laws.Generating;

/// <summary>Makes random operations and what joins them.</summary>
internal static class OperationCases
{
    /// <summary>Operations that are ordered as they are listed, so that they form no cycle.</summary>
    public static List<OperationCase> Make(Choices choose, List<ServerCase> servers, List<TaskservCase> taskservs, bool hasCluster)
    {
        List<OperationCase> all = [];
        int count = choose.Between(1, 6);
        for (int i = 0; i < count; i++)
            all.Add(Make(choose, $"op-{i + 1}", i, servers, taskservs, hasCluster, all));
        return all;
    }

    public static RetryPolicy Retry(Choices choose) => new()
    {
        MaxAttempts = choose.OneOf(1, 2, 3),
        Backoff = choose.OneOf(Backoff.Linear, Backoff.Exponential),
        InitialDelay = TimeSpan.FromSeconds(choose.OneOf(1, 5, 0)),
        Jitter = choose.Sometimes(50),
    };

    public static List<DependencyCase> Dependencies(Choices choose, List<ServerCase> servers, List<TaskservCase> taskservs, List<OperationCase> operations)
    {
        List<DependencyCase> all = [];
        int count = choose.Sometimes(35) ? choose.Between(1, 2) : 0;
        for (int i = 0; i < count; i++)
        {
            DependencyType type = choose.OneOf(DependencyType.Hard, DependencyType.Soft, DependencyType.Optional);
            string? wait = choose.Sometimes(25) ? Wait(choose, operations) : null;
            (string source, string target) = choose.OneOf(0, 0, 1, 2, 3) switch
            {
                0 => Operations(choose, operations),
                1 => (Of(choose, taskservs), $"server.{choose.OneOf(servers).Name}"),
                2 => (Of(choose, taskservs), Of(choose, taskservs)),
                _ => ($"{Of(choose, taskservs)}@{choose.OneOf(servers).Name}", $"{Of(choose, taskservs)}@{choose.OneOf(servers).Name}"),
            };
            if (source != target)
                all.Add(new DependencyCase(source, target, type, wait));
        }
        return all;
    }

    /// <summary>A condition that is true, that is never true, or that the end of an operation makes true.</summary>
    private static string Wait(Choices choose, List<OperationCase> operations) => choose.OneOf(0, 0, 1, 2, 2) switch
    {
        0 => choose.OneOf("vars.flag or true", "1 == 1"),
        1 => DependencyCase.Never,
        _ => $"status['{choose.OneOf(operations).Id}'] == '{choose.OneOf("succeeded", "succeeded", "failed")}'",
    };

    /// <summary>Puts a gate between operations: after one of them, and before some of those behind it.</summary>
    public static void AddGate(Choices choose, List<OperationCase> operations)
    {
        int at = choose.Between(0, operations.Count);
        int? limit = choose.Sometimes(60) ? choose.OneOf(30, 600) : null;
        GateDefault? absent = choose.OneOf((GateDefault?)null, GateDefault.Approve, GateDefault.Deny);
        bool? answer = choose.OneOf(true, true, false);
        const string id = "op-9";
        OperationCase gate = new(id, OperationType.Gate, null, [])
        {
            Gate = limit is null ? new GateCase(null, null, answer) : new GateCase(limit, absent, choose.Sometimes(50) ? answer : null),
            DependsOn = choose.Some(operations.Take(at).Select(o => o.Id), 60),
            OnFailure = choose.OneOf(FailureAction.Continue, FailureAction.Fail, FailureAction.Rollback),
            When = choose.Sometimes(10) ? choose.OneOf("vars.flag", "not vars.flag") : null,
        };
        for (int i = at; i < operations.Count; i++)
            if (choose.Sometimes(60))
                operations[i] = operations[i] with { DependsOn = [.. operations[i].DependsOn, id] };
        operations.Insert(at, gate);
    }

    private static string Of(Choices choose, List<TaskservCase> taskservs) => $"taskserv.{choose.OneOf(taskservs).Name}";

    private static (string, string) Operations(Choices choose, List<OperationCase> operations)
    {
        int later = choose.Between(0, operations.Count - 1), earlier = choose.Between(0, later);
        return ($"operation.{operations[later].Id}", $"operation.{operations[earlier].Id}");
    }

    private static OperationCase Make(
        Choices choose, string id, int index, List<ServerCase> servers, List<TaskservCase> taskservs, bool hasCluster, List<OperationCase> before)
    {
        OperationTarget target = index == 0 && !choose.Sometimes(25) ? OperationTarget.Server
            : choose.OneOf(OperationTarget.Taskserv, OperationTarget.Taskserv, OperationTarget.Taskserv, hasCluster ? OperationTarget.Cluster : OperationTarget.Taskserv, OperationTarget.Server);
        OperationType type = index == 0 && target == OperationTarget.Server && !choose.Sometimes(25) ? OperationType.Create
            : choose.OneOf(OperationType.Create, OperationType.Create, OperationType.Create, OperationType.Create, OperationType.Update, OperationType.Check, OperationType.Delete, OperationType.Delete);
        bool isTaskserv = target == OperationTarget.Taskserv;
        List<TaskservCase> able = [.. taskservs.Where(t => type switch { OperationType.Delete => t.HasDelete, OperationType.Check => t.Check != CheckForm.None, _ => true })];
        if (isTaskserv && able.Count == 0)
            (type, able) = (OperationType.Create, taskservs);
        return new OperationCase(id, type, target, Items(choose, index, target, servers, able))
        {
            DependsOn = choose.Some(before.Select(o => o.Id), before.Count > 2 ? 30 : 50),
            OnFailure = choose.OneOf(FailureAction.Continue, FailureAction.Fail, FailureAction.Rollback, FailureAction.Rollback),
            Parallel = !choose.Sometimes(20),
            BatchSize = choose.Sometimes(20) ? choose.Between(1, 2) : null,
            When = choose.Sometimes(12) ? choose.OneOf("vars.flag", "not vars.flag", "server.name != 'web-1'") : null,
            Retry = choose.Sometimes(20) ? Retry(choose) : null,
            Irreversible = choose.Sometimes(6),
            Repeatable = !choose.Sometimes(8),
            Image = target == OperationTarget.Server && type == OperationType.Create && choose.Sometimes(5) ? choose.OneOf("debian", "other") : null,
            Servers = isTaskserv && choose.Sometimes(15) ? [choose.OneOf("web-*", choose.OneOf(servers).Name, $"role={choose.OneOf(servers).Role}")] : [],
            Providers = isTaskserv && choose.Sometimes(10) ? [choose.OneOf(servers).Provider] : [],
        };
    }

    private static List<string> Items(Choices choose, int index, OperationTarget target, List<ServerCase> servers, List<TaskservCase> taskservs)
    {
        if (target == OperationTarget.Cluster)
            return ["all"];
        List<string> names = [.. target == OperationTarget.Server ? servers.Select(s => s.Name) : taskservs.Select(t => t.Name)];
        List<string> some = choose.Some(names, index == 0 ? 85 : 50);
        return some.Count > 0 ? some : [choose.OneOf(names)];
    }
}
