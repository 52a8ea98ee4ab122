namespace BatchWorkflow.Engine.Planning;

/// <summary>Compares what a taskserv needs with what a server told of itself.</summary>
internal static class ServerSize
{
    /// <summary>A server of a size tells less of it: the kernel keeps some memory for itself, the file system some of the disk.</summary>
    private const double ToldOfGiven = 0.9;

    /// <summary>True when a size that a server told is that of a server with at least what is needed.</summary>
    public static bool Suffices(long told, int needed) => told >= needed * ToldOfGiven;

    /// <summary>What a server is too small in, as a phrase; null when it is large enough or does not tell.</summary>
    public static string? Lack(MinimumResources minimum, ServerFacts told)
    {
        List<string> lacks = [.. Parts(minimum, told)
            .Where(part => part.Told is { } size && !Suffices(size, part.Needed))
            .Select(part => $"{part.Name} is {part.Told}{part.Unit} and not {part.Needed}{part.Unit}")];
        return lacks.Count == 0 ? null : $"its {string.Join(", its ", lacks)}";
    }

    private static IEnumerable<(string Name, string Unit, int Needed, int? Told)> Parts(MinimumResources minimum, ServerFacts told) =>
        [("cpu", "", minimum.Cpu, told.Cpu), ("memory", " MiB", minimum.Memory, told.Memory), ("disk", " GiB", minimum.Disk, told.Disk)];
}
