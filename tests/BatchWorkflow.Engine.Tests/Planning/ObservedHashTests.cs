using BatchWorkflow.TestKit.Planning;

namespace BatchWorkflow.Engine.Tests.Planning;

public sealed class ObservedHashTests
{
    [Fact]
    public void Hash_WhatThePlanUsedChanged_Differs()
    {
        string[] hashes =
        [
            Hash(b => b), Hash(b => b.There("a", ("memory", 1L))), Hash(b => b.Installed("a", "os")),
                Hash(b => b.InstalledAs("a", "os", "0")),
            Hash(b => b.Checked("a", "os", true)), Hash(b => b.Checked("a", "os", false)),
        ];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Fact]
    public void Hash_WhatThePlanDidNotUseChanged_IsTheSame()
    {
        string hash = Hash(b => b);
        Assert.Equal(hash, Hash(b => b.Server("z").There("z")));
        Assert.Equal(hash, Hash(b => b.There("a", ("uptime", 5L))));
        Assert.Equal(hash, Hash(b => b.Installed("a", "other")));
    }

    [Fact]
    public void Hash_OnlyTheDurationChanged_IsTheSame() =>
        Assert.Equal(Hash(b => b.InstalledAs("a", "os", "1", TimeSpan.FromSeconds(1))),
            Hash(b => b.InstalledAs("a", "os", "1", TimeSpan.FromSeconds(2))));

    [Fact]
    public void Hash_SizeThatOnlyTheProviderKnows_Counts() => Assert.NotEqual(Sized(4), Sized(5));

    private static string Sized(long cpu) => new PlanBuilder().Server("a").There("a", ("cpu", cpu))
        .Taskserv("os", t => t with { MinimumResources = new MinimumResources(Cpu: 2) }).Install("base", ["os"]).Plan().Made().ObservedHash;

    private static string Hash(Func<PlanBuilder, PlanBuilder> world) => world(new PlanBuilder()
            .Server(new ServerDefinition { Name = "a", Memory = 2, Taskservs = ["os"] }).There("a").Taskserv("os").Taskserv("other"))
        .CreateServers("make", "a").Install("base", ["os"]).Plan().Made().ObservedHash;
}
