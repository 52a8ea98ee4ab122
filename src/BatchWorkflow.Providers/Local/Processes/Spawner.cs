using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace BatchWorkflow.Providers.Local.Processes;

/// <summary>
/// Starts a program in a session of its own, with default signals, with its streams in files and with no other descriptor of ours,
/// which System.Diagnostics.Process cannot do: a terminal's Ctrl+C must not reach it, and no pipe may break when the engine dies.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe class Spawner
{
    private const int AttributeBytes = 1024, SignalSetBytes = 128, OwnerReadsAndWrites = 0x180;
    private const short SetDefaultSignals = 0x04, SetSignalMask = 0x08;

    private static readonly bool Darwin = OperatingSystem.IsMacOS();
    private static readonly short Flags = (short)(SetDefaultSignals | SetSignalMask
        | (Darwin ? 0x0400 /* SETSID */ | 0x4000 /* CLOEXEC_DEFAULT */ : 0x80 /* SETSID */));

    private static readonly int AppendFlags = Darwin ? 0x1 | 0x8 | 0x200 : 0x1 | 0x40 | 0x400;
    private static readonly delegate* unmanaged<void*, int, int> CloseFrom = FindCloseFrom();

    /// <summary>Starts it and gives its pid. The streams are appended to: a second start under the same token must lose nothing of the first's.</summary>
    public static int Start(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string outputFile, string errorFile)
    {
        using NativeText path = new(program), nothing = new("/dev/null"), output = new(outputFile), error = new(errorFile);
        using NativeTextList argv = new(arguments), envp = new([.. environment.Select(pair => $"{pair.Key}={pair.Value}")]);
        byte* attributes = stackalloc byte[AttributeBytes], actions = stackalloc byte[AttributeBytes];
        Require(Libc.AttributesInit(attributes), "posix_spawnattr_init");
        Require(Libc.ActionsInit(actions), "posix_spawn_file_actions_init");
        try
        {
            SetSignals(attributes);
            Require(Libc.ActionsOpen(actions, 0, nothing.Pointer, 0, 0), "addopen");
            Require(Libc.ActionsOpen(actions, 1, output.Pointer, AppendFlags, OwnerReadsAndWrites), "addopen");
            Require(Libc.ActionsOpen(actions, 2, error.Pointer, AppendFlags, OwnerReadsAndWrites), "addopen");
            CloseOthers(actions);
            int pid;
            Require(Libc.Spawn(&pid, path.Pointer, actions, attributes, argv.Pointer, envp.Pointer), $"start {program}");
            return pid;
        }
        finally
        {
            _ = Libc.ActionsDestroy(actions);
            _ = Libc.AttributesDestroy(attributes);
        }
    }

    private static void SetSignals(byte* attributes)
    {
        byte* set = stackalloc byte[SignalSetBytes];
        _ = Libc.FillSignals(set);
        Require(Libc.AttributesSetDefaultSignals(attributes, set), "posix_spawnattr_setsigdefault");
        _ = Libc.EmptySignals(set);
        Require(Libc.AttributesSetBlockedSignals(attributes, set), "posix_spawnattr_setsigmask");
        Require(Libc.AttributesSetFlags(attributes, Flags), "posix_spawnattr_setflags(POSIX_SPAWN_SETSID)");
    }

    /// <summary>Descriptors that others opened without close-on-exec, or that we inherited, must not stay open in a script.</summary>
    private static void CloseOthers(byte* actions)
    {
        if (Darwin)
            return;
        if (CloseFrom is not null)
        {
            Require(CloseFrom(actions, 3), "posix_spawn_file_actions_addclosefrom_np");
            return;
        }
        // musl lacks closefrom, and closing what is not open is no error there.
        foreach (string descriptor in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            if (int.Parse(Path.GetFileName(descriptor), CultureInfo.InvariantCulture) is > 2 and int number)
                Require(Libc.ActionsClose(actions, number), "posix_spawn_file_actions_addclose");
        }
    }

    private static delegate* unmanaged<void*, int, int> FindCloseFrom()
        => NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "posix_spawn_file_actions_addclosefrom_np", out nint address)
            ? (delegate* unmanaged<void*, int, int>)address : null;

    private static void Require(int error, string what)
    {
        if (error == 0)
            return;
        bool passes = error is Libc.TryAgain or Libc.NoMemory || (Darwin && error == Libc.TryAgainDarwin);
        throw new FailureException(new Failure
        {
            Kind = passes ? FailureKind.Transient : FailureKind.Fatal,
            Message = $"The machine did not {what}: {Marshal.GetPInvokeErrorMessage(error)}.",
            Code = $"errno {error}",
        });
    }
}
