namespace BatchWorkflow.Providers.Local.Servers;

/// <summary>The facts of a local server, by which its connection reaches it.</summary>
internal static class SandboxFacts
{
    public const string RootFact = "root", PortBase = "port_base", PortCount = "port_count", Address = "address", Connection = "connection", Image = "image";

    /// <summary>The facts of a machine that is no sandbox.</summary>
    public static Dictionary<string, string> OfMachine(MachineFile machine)
    {
        Dictionary<string, string> facts = new() { [Connection] = machine.Kind };
        if (machine.Host is { } host)
            facts[Address] = host;
        if (machine.Image is { } image)
            facts[Image] = image;
        return facts;
    }

    /// <summary>The sandbox's root of its own.</summary>
    public static string Root(ResourceState server) => server.Facts.GetValueOrDefault(RootFact)
        ?? throw new FailureException(new Failure
        {
            Kind = FailureKind.Validation,
            Message = $"{server.Identity} is no local server, so a local connection does not reach it.",
        });
}
