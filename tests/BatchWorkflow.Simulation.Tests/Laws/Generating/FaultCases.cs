using BatchWorkflow.Simulation.Tests.Laws.World;

namespace BatchWorkflow.Simulation.Tests.Laws.Generating;

/// <summary>Makes random faults of the calls and scripts that an input may come to.</summary>
internal static class FaultCases
{
    private static readonly FailureKind[] Kinds = Enum.GetValues<FailureKind>();
    private static readonly FailureKind[] Told = [FailureKind.Fatal, FailureKind.Transient, FailureKind.Validation, FailureKind.Auth, FailureKind.NotFound];

    public static List<Fault> Make(Choices choose, Case made)
    {
        List<Fault> all = [];
        int count = choose.Between(1, 5);
        for (int i = 0; i < count; i++)
        {
            Fault fault = choose.Sometimes(70) ? OfScript(choose, made) : OfProvider(choose, made);
            if (!all.Exists(f => f.Call == fault.Call && f.Nth == fault.Nth))
                all.Add(fault);
        }
        return all;
    }

    private static Fault OfProvider(Choices choose, Case made)
    {
        string name = choose.OneOf(made.Servers).Name;
        string call = made.Network && choose.Sometimes(8) ? $"create {choose.OneOf(made.Servers).Provider}/net"
            : $"{choose.OneOf("create", "create", "create", "create", "update", "delete", "delete", "find")} {name}";
        return new Fault(call, Nth(choose), choose.OneOf(FaultKind.Fails, FaultKind.Fails, FaultKind.Fails, FaultKind.Hangs), choose.Sometimes(40), choose.OneOf(Kinds));
    }

    private static Fault OfScript(Choices choose, Case made)
    {
        TaskservCase taskserv = choose.OneOf(made.Taskservs);
        string action = choose.OneOf("create", "create", "create", "update", "delete", "check", "health");
        string call = $"{action} {taskserv.Name}@{choose.OneOf(made.Servers).Name}";
        FaultKind kind = action == "check" ? choose.OneOf(FaultKind.Hangs, FaultKind.Refused, FaultKind.Unanswered, FaultKind.Broken)
            : choose.OneOf(FaultKind.Fails, FaultKind.Fails, FaultKind.Tells, FaultKind.Hangs, FaultKind.Refused, FaultKind.Unanswered, FaultKind.Broken, FaultKind.Vanishes);
        FailureKind failure = kind == FaultKind.Refused ? choose.OneOf(FailureKind.Transient, FailureKind.Auth) : choose.OneOf(Told);
        return new Fault(call, Nth(choose), kind, choose.Sometimes(50), failure);
    }

    private static int Nth(Choices choose) => choose.OneOf(1, 1, 1, 2, 2, 3);
}
