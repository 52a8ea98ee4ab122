using BatchWorkflow.Providers.Local;
using BatchWorkflow.TestKit.Contracts;

namespace BatchWorkflow.Providers.Tests.Local;

public sealed class LocalProviderContractTests : ProviderContract
{
    protected override ProviderFactory Factory { get; } = new LocalProviderFactory();

    protected override ResourceSpecification Server(string name) => Specification(name, cpu: 2);

    protected override ResourceSpecification Changed(string name) => Specification(name, cpu: 4);

    protected override ResourceSpecification? Machine(string name) => new()
    {
        Identity = $"{Infrastructure}/{name}",
        Kind = "server",
        Connection = new ConnectionDefinition { Kind = "ssh", Settings = new Dictionary<string, object?> { ["host"] = "192.0.2.1" } },
    };

    private static ResourceSpecification Specification(string name, int cpu) => new()
    {
        Identity = $"{Infrastructure}/{name}",
        Kind = "server",
        Properties = new Dictionary<string, object?>
        {
            ["cpu"] = cpu,
            ["memory"] = 2048L,
            ["disk"] = 20L,
            ["zone"] = "fi-hel1",
            ["image"] = "debian-12",
            ["ports"] = 4L,
            ["labels"] = new Dictionary<string, string> { ["role"] = "web" },
        },
    };
}
