using BatchWorkflow.TestKit.Planning;

namespace BatchWorkflow.Engine.Tests.Planning;

public sealed class DecisionTests
{
    [Theory]
    [InlineData(null, null, "Create: not there")]
    [InlineData("memory", 4096, "Nothing: already as wanted")]
    [InlineData("memory", 2048, "Update: memory: 2048 found, 4096 wanted")]
    public void Server_Create_FollowsWhatTheProviderFinds(string? property, int? value, string expected)
    {
        PlanBuilder builder = Web().CreateServers("make", "web");
        if (property is not null)
            builder.There("web", (property, (long)value!));
        Assert.Equal(expected, builder.Plan().Made().Says("make/web"));
    }

    [Fact]
    public void Server_Replacement_IsRefusedUnlessAllowed()
    {
        PlanBuilder builder = Web().There("web", ("zone", "b")).Taskserv("os").Installed("web", "os").CreateServers("make", "web");
        Problem problem = builder.Plan().Refused("Plan.Replace");
        Assert.Equal("Server web would have to be replaced (zone: b found, a wanted).", problem.Message);
        Assert.Equal("infrastructure.yaml:servers[0].name", problem.Location.File);

        Plan plan = builder.Options(o => o with { AllowReplace = true }).Plan().Made();
        Assert.Equal("Replace: has to be made anew: zone: b found, a wanted", plan.Says("make/web"));
        Assert.Equal("Replacing server web loses os, which this plan does not install again.", Assert.Single(plan.Warnings).Message);
    }

    [Theory]
    [InlineData("a", false, "Nothing: make/web brings it to what is wanted first")]
    [InlineData("b", true, "Replace: has to be made anew: zone: a found, b wanted")]
    [InlineData("b", false, null)]
    public void Server_OtherSettingsThanAnEarlierOperation_AreComparedByWhatTheyComeTo(string zone, bool allowed, string? expected)
    {
        PlanBuilder builder = Web().CreateServers("make", "web")
            .Operation("again", OperationType.Create, OperationTarget.Server, ["web"], with: o => o with { Settings = new Dictionary<string, object?> { ["zone"] = zone } })
            .Workflow(w => w with { ProviderAgnostic = false }).Options(o => o with { AllowReplace = allowed });
        if (expected is null)
            builder.Plan().Refused("Plan.Replace");
        else
            Assert.Equal(expected, builder.Plan().Made().Says("again/web"));
    }

    [Fact]
    public void Server_Replaced_HasNothingOfWhatATaskservRequires() =>
        Web().There("web", ("zone", "b")).Taskserv("os").Taskserv("app", "os").Installed("web", "os").CreateServers("make", "web").Install("apps", ["app"], "make")
            .Options(o => o with { AllowReplace = true }).Plan().Refused("Plan.RequirementMissing");

    [Fact]
    public void Server_ChangeThatTheProviderRefuses_IsAProblem() =>
        Assert.Equal("Server web cannot be changed: the image is burnt in.",
            Web(("image", "new")).There("web", ("image", "old")).CreateServers("make", "web").Plan().Refused("Plan.Refused").Message);

    [Fact]
    public void Server_UpdateOfWhatIsMissing_IsAProblem()
    {
        Problem problem = Web().Operation("change", OperationType.Update, OperationTarget.Server, ["web"]).Plan().Refused("Plan.NotThere");
        Assert.Equal("workflow.yaml:operations[0].items[0]", problem.Location.File);
    }

    [Fact]
    public void Server_Delete_OfWhatIsMissing_IsNothing() =>
        Assert.Equal("Nothing: not there", Web().Operation("drop", OperationType.Delete, OperationTarget.Server, ["web"]).Plan().Made()
            .Says("drop/web"));

    [Fact]
    public void Server_DeletedThenCreated_IsCreatedThoughItIsThere()
    {
        Plan plan = Web().There("web").Taskserv("os").Installed("web", "os")
            .Operation("drop", OperationType.Delete, OperationTarget.Server, ["web"])
            .Operation("make", OperationType.Create, OperationTarget.Server, ["web"], ["drop"])
            .Install("install", ["os"], "make").Plan().Made();
        Assert.Equal("Delete: there as id-web", plan.Says("drop/web"));
        Assert.Equal("Create: drop/web deletes it first", plan.Says("make/web"));
        Assert.Equal("Create: its server is new in this plan, so nothing is on it", plan.Says("install/os@web"));
    }

    [Fact]
    public void Taskserv_AfterItsServerIsDeleted_IsAProblem() =>
        Assert.Equal("drop/web deletes the server before install/os@web.",
            Web().There("web").Taskserv("os").Operation("drop", OperationType.Delete, OperationTarget.Server, ["web"])
                .Install("install", ["os"], "drop")
                .Plan().Refused("Plan.ServerGone").Message);

    [Theory]
    [InlineData(OperationType.Create, null, "Create (estimated): no run recorded it here; its check decides")]
    [InlineData(OperationType.Create, "1", "Nothing (estimated): installed by run run-1; its check decides")]
    [InlineData(OperationType.Create, "0",
        "Update (estimated): installed by run run-1 otherwise: version: 0 found, 1 wanted; its check decides")]
    [InlineData(OperationType.Update, null, "Update (estimated): no run recorded it here; its check decides")]
    [InlineData(OperationType.Delete, "1", "Delete (estimated): installed by run run-1; its check decides")]
    [InlineData(OperationType.Delete, null, "Delete (estimated): no run recorded it here; its check decides")]
    [InlineData(OperationType.Check, "1", "Check: compares the taskserv with what is wanted")]
    public void Taskserv_NotRefreshed_IsEstimatedFromRecords(OperationType type, string? recorded, string expected)
    {
        PlanBuilder builder = Web().There("web").Taskserv("os").Operation("act", type, OperationTarget.Taskserv, ["os"]);
        if (recorded is not null)
            builder.InstalledAs("web", "os", recorded);
        Assert.Equal(expected, builder.Plan().Made().Says("act/os@web"));
    }

    [Fact]
    public void Taskserv_OtherVariablesAndFiles_AreNamed()
    {
        Plan plan = Web().There("web").Taskserv("os", t => t with { Files = new Dictionary<string, string> { ["a.conf"] = "11" } })
            .Workflow(w => w with { Variables = new Dictionary<string, object?> { ["port"] = 1L } }).Installed("web", "os")
            .Taskserv("os", t => t with { Files = new Dictionary<string, string> { ["a.conf"] = "22" } })
            .Workflow(w => w with { Variables = new Dictionary<string, object?> { ["port"] = 2L } })
            .Install("act", ["os"]).Plan().Made();
        Assert.Equal([new PropertyDifference("port", "2", "1"), new PropertyDifference("a.conf", "22", "11")],
            plan.Step("act/os@web").Differences);
    }

    [Fact]
    public void Taskserv_Refreshed_IsExact()
    {
        PropertyDifference port = new("port", "2", "1");
        Plan plan = Web().There("web").Taskserv("a").Taskserv("b").Taskserv("c").Taskserv("d").Installed("web", "d")
            .Checked("web", "a", true).Checked("web", "b", false, port).Checked("web", "c", false).Checked("web", "d", false)
            .Install("act", ["a", "b", "c", "d"]).Plan().Made();
        Assert.Equal(
            [
                "Nothing: its check finds it as wanted", "Update: its check finds port: 1 found, 2 wanted",
                "Create: its check does not find it", "Update: its check finds it other than wanted",
            ],
            plan.Steps.Select(s => plan.Says(s.Id)));
        Assert.True(plan.Refreshed);
    }

    [Fact]
    public void Taskserv_WithoutCheck_RunsAgainAndSaysThatItMayRunTwice()
    {
        PlanBuilder builder = Web().There("web")
            .Taskserv("os", t => t with { Scripts = new Dictionary<string, string> { ["create"] = "create.sh" } }).Installed("web", "os");
        Plan plan = builder.Install("act", ["os"])
            .Operation("once", OperationType.Create, OperationTarget.Taskserv, ["os"], ["act"],
                o => o with { Repeatable = false, Irreversible = true })
            .Plan().Made();

        Assert.Equal("Update (estimated): installed by run run-1; it has no check, so it runs again; may run twice after a crash",
            plan.Says("act/os@web"));
        Assert.Equal((true, false), (plan.Step("act/os@web").MayRunTwice, plan.Step("act/os@web").Irreversible));
        Assert.Equal((false, true), (plan.Step("once/os@web").MayRunTwice, plan.Step("once/os@web").Irreversible));
    }

    [Fact]
    public void Estimates_KnownDurations_DecideTheCriticalPath()
    {
        Plan plan = Web().There("web").Server("other").There("other").Taskserv("slow").Taskserv("quick").Taskserv("last", "quick")
            .InstalledAs("other", "slow", "0", TimeSpan.FromMinutes(9)).InstalledAs("other", "quick", "0", TimeSpan.FromSeconds(1))
            .InstalledAs("other", "last", "0", TimeSpan.FromSeconds(1))
            .Operation("act", OperationType.Create, OperationTarget.Taskserv, ["slow", "quick", "last"],
                with: o => o with { Servers = ["web"] })
            .Plan().Made();
        Assert.Equal(TimeSpan.FromMinutes(9), plan.Step("act/slow@web").Estimate);
        Assert.Equal(["act/slow@web"], plan.CriticalPath);
    }

    private static PlanBuilder Web(params (string Name, object? Value)[] settings)
    {
        Dictionary<string, object?> all = new() { ["zone"] = "a" };
        foreach ((string name, object? value) in settings)
            all[name] = value;
        return new PlanBuilder().Server(new ServerDefinition { Name = "web", Memory = 4096, Settings = all });
    }
}
