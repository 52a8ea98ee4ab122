namespace BatchWorkflow.Providers.Local.Processes;

/// <summary>What open(2) is told. The numbers differ between kernels and, on Linux, between processors.</summary>
internal static class OpenFlags
{
    private static readonly bool Darwin = OperatingSystem.IsMacOS();

    private static readonly bool Arm = System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture
        is System.Runtime.InteropServices.Architecture.Arm64 or System.Runtime.InteropServices.Architecture.Arm;

    private static readonly int CloseOnExec = Darwin ? 0x1000000 : 0x80000;
    private static readonly int NoLink = Darwin ? 0x100 : Arm ? 0x8000 : 0x20000;
    private static readonly int OnlyFolder = Darwin ? 0x100000 : Arm ? 0x4000 : 0x10000;
    private static readonly int ReadWriteCreate = 2 | (Darwin ? 0x200 : 0x40);

    /// <summary>What open answers to a link where none is followed.</summary>
    public static readonly int IsLink = Darwin ? 62 : 40;

    /// <summary>A folder, no link to one.</summary>
    public static int Folder => OnlyFolder | NoLink | CloseOnExec;

    /// <summary>A file to read and write, made when it is missing, no link to one.</summary>
    public static int File => ReadWriteCreate | NoLink | CloseOnExec;
}
