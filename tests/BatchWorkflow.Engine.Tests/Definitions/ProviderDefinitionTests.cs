using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Definitions.Binding;
using BatchWorkflow.Engine.Definitions.Reading;

namespace BatchWorkflow.Engine.Tests.Definitions;

public sealed class ProviderDefinitionTests
{
    private static readonly ProviderDependencies Own = new() { SharedResources = ["port_range"], ApiRateLimit = 10, BatchSize = 5, RequiresNetwork = false };

    [Theory]
    [InlineData("local: { batch_size: 2 }")]
    [InlineData("local: { dependencies: { batch_size: 2 } }")]
    public void Over_SomeGiven_LeavesTheRestToTheProvider(string entry)
    {
        ProviderDefinition provider = Bind(entry);
        ProviderDependencies over = provider.Over(Own);
        Assert.Equal((2, 10, false), (over.BatchSize, over.ApiRateLimit, over.RequiresNetwork));
        Assert.Equal(["port_range"], over.SharedResources);
    }

    [Fact]
    public void Over_GivenInBothPlaces_TakesAllOfThem()
    {
        ProviderDefinition provider = Bind("local: { batch_size: 2, zone: x, dependencies: { shared_resources: [] } }");
        Assert.Equal(2, provider.Over(Own).BatchSize);
        Assert.Empty(provider.Over(Own).SharedResources);
        Assert.Equal(["zone"], provider.Settings.Keys);
    }

    [Fact]
    public void Over_NothingGiven_IsTheProvidersOwn() => Assert.Same(Own, Bind("local: { zone: x }").Over(Own));

    private static ProviderDefinition Bind(string entry)
    {
        ProblemList problems = [];
        DefinitionNode root = new YamlDefinitionReader().Read("f", $"providers: {{ {entry} }}", problems)!;
        Assert.True(InfrastructureFields.Shape.TryRead(root, new(problems), out InfrastructureDefinition? bound));
        Assert.Empty(problems);
        return bound.Providers["local"];
    }
}
