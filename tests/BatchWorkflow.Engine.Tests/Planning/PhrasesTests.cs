using BatchWorkflow.Engine.Planning;

namespace BatchWorkflow.Engine.Tests.Planning;

/// <summary>Turns of phrase that several messages share.</summary>
public sealed class PhrasesTests
{
    [Theory]
    [InlineData(0, "0 steps", "0 steps begin anew")]
    [InlineData(1, "1 step", "1 step begins anew")]
    [InlineData(2, "2 steps", "2 steps begin anew")]
    public void Count_OfOne_IsSingular(int count, string steps, string anew) =>
        Assert.Equal((steps, anew), (Phrases.Counted(count, "step"), Phrases.BeginAnew(count)));
}
