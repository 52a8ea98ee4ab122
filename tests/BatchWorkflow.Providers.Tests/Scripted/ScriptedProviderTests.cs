using BatchWorkflow.TestKit.Contracts;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Providers.Tests.Scripted;

/// <summary>The fake keeps the contract too, or tests that use it prove nothing.</summary>
public sealed class ScriptedProviderTests : ProviderContract
{
    protected override ProviderFactory Factory { get; } = new ScriptedProviderFactory();

    protected override bool ChecksSettings => false;

    protected override ResourceSpecification Server(string name) => Specification(name, 2L);

    protected override ResourceSpecification Changed(string name) => Specification(name, 4L);

    protected override ResourceSpecification? Machine(string name) => Specification(name, 2L) with
    {
        Connection = new ConnectionDefinition { Kind = "scripted", Settings = new Dictionary<string, object?> { ["host"] = "192.0.2.1" } },
    };

    private static ResourceSpecification Specification(string name, long cpu) => new()
    {
        Identity = $"{Infrastructure}/{name}",
        Kind = "server",
        Properties = new Dictionary<string, object?> { ["cpu"] = cpu },
    };
}
