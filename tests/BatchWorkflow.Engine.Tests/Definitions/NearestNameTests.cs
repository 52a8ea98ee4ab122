using BatchWorkflow.Engine.Definitions;

namespace BatchWorkflow.Engine.Tests.Definitions;

public sealed class NearestNameTests
{
    private static readonly string[] Keys = ["id", "type", "target", "items", "depends_on", "timeout", "servers", "on_failure"];

    [Theory]
    [InlineData("depend_on", "depends_on")]
    [InlineData("dependsOn", "depends_on")]
    [InlineData("Depends-On", "depends_on")]
    [InlineData("depedns_on", "depends_on")]
    [InlineData("itmes", "items")]
    [InlineData("item", "items")]
    [InlineData("onfailure", "on_failure")]
    [InlineData("ID", "id")]
    [InlineData("xyzzy", null)]
    [InlineData("to", null)]
    [InlineData("", null)]
    public void Find_MistypedName_IsTheOneThatWasMeant(string name, string? meant) => Assert.Equal(meant, NearestName.Find(name, Keys));

    [Fact]
    public void Hint_OfManyUnknownNames_StopsComparing()
    {
        KnownNames known = new(["web-1"]);
        string?[] hints = [.. Enumerable.Range(0, 60).Select(_ => known.Hint("wbe-1"))];
        Assert.Equal("Did you mean web-1?", hints[0]);
        Assert.Null(hints[^1]);
    }
}
