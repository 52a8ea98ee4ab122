using BatchWorkflow.Providers.Local;
using BatchWorkflow.TestKit.Contracts;

namespace BatchWorkflow.Providers.Tests.Local;

public sealed class LocalProviderContractTests : ProviderContract
{
    protected override ProviderFactory Factory { get; } = new LocalProviderFactory();

    protected override ResourceSpecification Server(string name) => Specification(name, cpu: 2);

    protected override ResourceSpecification Changed(string name) => Specification(name, cpu: 4);

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
