namespace BatchWorkflow;

/// <summary>What a server must have at least.</summary>
/// <param name="Cpu">Cores.</param>
/// <param name="Memory">Memory in MiB.</param>
/// <param name="Disk">Disk in GiB.</param>
public sealed record MinimumResources(int Cpu = 0, int Memory = 0, int Disk = 0);
