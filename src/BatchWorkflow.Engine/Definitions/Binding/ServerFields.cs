using BatchWorkflow.Engine.Secrets;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>The fields of a server; every other key is a setting of its provider, which checks it.</summary>
internal static class ServerFields
{
    /// <summary>A server.</summary>
    public static RecordShape<ServerDefinition> Shape { get; } =
        new RecordShape<ServerDefinition>("A server. Keys beyond these are settings of its provider: zone, plan, image, network, storage and so on.",
                () => new() { Name = "" })
            .Must("name", Names.Shape, (s, v) => s with { Name = v }, "What items name.")
            .May("provider", Names.Shape, s => s.Provider, (s, v) => s with { Provider = v }, "local, upcloud, aws or a plug-in's name.")
            .May("cpu", new IntegerShape(1, 100_000, "cores"), (s, v) => s with { Cpu = v }, "Cores.")
            .May("memory", new IntegerShape(1, unit: "MiB"), (s, v) => s with { Memory = v }, "Memory in MiB.")
            .May("disk", new IntegerShape(1, unit: "GiB"), (s, v) => s with { Disk = v }, "Disk in GiB.")
            .May("labels", Labels, (s, v) => s with { Labels = v }, "Labels for selectors and for the provider's tags.")
            .May("taskservs", Names.List, s => s.Taskservs, (s, v) => s with { Taskservs = v },
                "Which items of target taskserv land here; none on any server means all.")
            .May("connection", Connection, (s, v) => s with { Connection = v }, "How commands reach it.")
            .May("variables", Names.Variables, (s, v) => s with { Variables = v }, "Values for scripts, templates and conditions on this server.")
            .Rest((s, others) => s with { Settings = others });

    private static MapShape<string> Labels => new(new CheckedShape<string>(new TextShape(), RefuseSecret));

    private static RecordShape<ConnectionDefinition> Connection =>
        new RecordShape<ConnectionDefinition>("How commands reach a server. Other keys are the connection's own: host, port, user, key and so on.", () => new())
            .May("kind", Names.Shape, c => c.Kind, (c, v) => c with { Kind = v }, "local, ssh, container or a plug-in's name.")
            .Rest((c, others) => c with { Settings = others });

    private static void RefuseSecret(string label, DefinitionNode node, Binder binder)
    {
        if (SecretReference.Parse(label) is not null)
            binder.Add("Definition.SecretReference", node.Location, $"{binder.Subject} refers to a secret, but a label is no secret: its provider shows it to all.",
                "Write it as plain text, or make it a variable.");
    }
}
