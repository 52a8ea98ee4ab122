using BatchWorkflow.Engine.Definitions.Checking;

namespace BatchWorkflow.Engine.Tests.Definitions;

public sealed class CyclesTests
{
    [Fact]
    public void Find_EdgesWithoutCycle_FindsNone() => Assert.Empty(Show(4, (0, 1), (1, 2), (0, 2), (2, 3)));

    [Fact]
    public void Find_TwoCyclesThroughOneNode_FindsEachOnce() =>
        Assert.Equal(["0 -> 1 -> 0", "0 -> 2 -> 3 -> 0"], Show(5, (0, 1), (1, 0), (0, 2), (2, 3), (3, 0), (4, 0)));

    [Fact]
    public void Find_CycleReachedFromOutside_BeginsWithItsFirstNode() => Assert.Equal(["1 -> 3 -> 2 -> 1"], Show(4, (0, 3), (3, 2), (2, 1), (1, 3)));

    [Fact]
    public void Find_CyclesThatShareAnEdge_ShowsEveryEdgeOfThem() =>
        Assert.Equal(["0 -> 1 -> 2 -> 0", "0 -> 1 -> 3 -> 0"], Show(4, (0, 1), (1, 2), (2, 0), (1, 3), (3, 0)));

    [Fact]
    public void Find_VeryLongCycle_IsFoundWithoutRecursionAndShownInShort()
    {
        const int Count = 200_000;
        IReadOnlyList<int> cycle = Assert.Single(Cycles.Find(Count, Enumerable.Range(0, Count).Select(i => (i, (i + 1) % Count))));
        Assert.Equal(Count + 1, cycle.Count);
        string shown = Cycles.Show(cycle, i => $"{i}");
        Assert.EndsWith(" -> 29 -> … 199970 more … -> 0", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_MoreCyclesThanAnyoneReads_EndsAtTheLimit() =>
        Assert.Equal(Cycles.Most, Cycles.Find(1000, Enumerable.Range(0, 1000).Select(i => (i, i))).Count);

    private static string[] Show(int count, params (int, int)[] edges) => [.. Cycles.Find(count, edges).Select(c => Cycles.Show(c, i => $"{i}"))];
}
