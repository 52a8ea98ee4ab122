using System.Runtime.InteropServices;

namespace BatchWorkflow.Providers.Tests.Local;

public sealed partial class ScriptStartTests : SandboxTest
{
    [Fact]
    public async Task Start_EngineHasOpenDescriptors_LeaksNoneOfThem()
    {
        using FileStream file = File.Create(Folder["open"]);
        int leaky = Duplicate((int)file.SafeFileHandle.DangerousGetHandle());
        Assert.True(leaky > 2);
        try
        {
            // The last is ls's own: the folder that it lists.
            Assert.Equal(["0", "1", "2", "3"], await SaysAsync("ls /proc/self/fd"));
        }
        finally
        {
            Assert.Equal(0, Close(leaky));
        }
    }

    [Fact]
    public async Task Start_RuntimeIgnoresSomeSignals_ScriptsIgnoreAndBlockNone()
    {
        // The runtime of this very process ignores SIGPIPE.
        Assert.Contains(13, Signals("SigIgn", await File.ReadAllLinesAsync("/proc/self/status")));
        IReadOnlyList<string> script = await SaysAsync("grep '^Sig' /proc/self/status");
        Assert.Empty(Signals("SigBlk", script));
        Assert.Empty(Signals("SigIgn", script));
    }

    [Fact]
    public async Task Start_Script_HasASessionOfItsOwnAndNoTerminal()
    {
        string[] fields = (await SaysAsync("cat /proc/$$/stat"))[0].Split(") ")[1].Split(' ');
        string session = fields[3], terminal = fields[4];
        Assert.NotEqual(File.ReadAllText("/proc/self/stat").Split(") ")[^1].Split(' ')[3], session);
        Assert.Equal("0", terminal);
    }

    [Fact]
    public async Task Start_Script_SeesASmallEnvironmentAndItsRoot()
    {
        Environment.SetEnvironmentVariable("BW_TEST_OF_ENGINE", "must not be seen");
        ScriptRequest request = Request("pwd; env | cut -d= -f1 | sort | tr '\\n' ' '; echo; echo $PATH; echo $BW_ATTEMPT");
        (_, IReadOnlyList<string> output, _) = await RunAsync(request);
        Assert.Equal(Sandbox.Root, output[0]);
        Assert.Equal(
            "BW_ADDRESS BW_ATTEMPT BW_ROOT BW_SERVER BW_SERVER_DIR BW_SERVER_ID HOME LANG PATH PWD TMPDIR ",
            output[1]);
        Assert.StartsWith(Path.Combine(State, "tools"), output[2], StringComparison.Ordinal);
        Assert.EndsWith(Environment.GetEnvironmentVariable("PATH")!, output[2], StringComparison.Ordinal);
        Assert.Equal(request.Reference.Token, output[3]);
    }

    [Fact]
    public async Task Start_ScriptNamesItsPorts_TheyAreTakenAndEveryScriptSeesThem()
    {
        Assert.Equal(["none"], await SaysAsync("env | grep BW_POR || echo none"));
        string taken = Assert.Single(await SaysAsync("echo $BW_PORT_BASE $BW_PORT_COUNT"));
        Assert.Matches(@"^\d{5} 16$", taken);
        Assert.Equal([taken.Split(' ')[0]], await SaysAsync("env | sed -n s/BW_POR._BASE=//p"));
    }

    [Fact]
    public async Task Start_FileBesideTheScriptNamesPorts_TheyAreTaken()
    {
        Directory.CreateDirectory(Folder["files/lib"]);
        await File.WriteAllTextAsync(Folder["files/create.sh"], ". \"$BW_FILES/lib/ports.sh\"\n");
        await File.WriteAllTextAsync(Folder["files/lib/ports.sh"], "echo $BW_PORT_COUNT\n");
        (_, IReadOnlyList<string> output, _) = await RunAsync(
            new ScriptRequest { Reference = NewScript(), File = Folder["files/create.sh"], FilesFolder = Folder["files"] });
        Assert.Equal(["16"], output);
    }

    [Fact]
    public async Task Start_FirstLineNamesAnInterpreter_RunsItWithoutTheExecutableBit()
    {
        string file = Folder["create.sh"];
        await File.WriteAllTextAsync(file, "#!/usr/bin/env -S cat\nthis is not shell\n");
        (int? code, IReadOnlyList<string> output, _) = await RunAsync(new ScriptRequest { Reference = NewScript(), File = file });
        Assert.Equal(0, code);
        Assert.Equal(["#!/usr/bin/env -S cat", "this is not shell"], output);
    }

    [Fact]
    public async Task Start_FileIsNotThere_FailsAndNamesIt()
    {
        FailureException failed = await Assert.ThrowsAsync<FailureException>(
            () => RunAsync(new ScriptRequest { Reference = NewScript(), File = Folder["absent.sh"] }));
        Assert.Equal(FailureKind.Validation, failed.Failure.Kind);
        Assert.Contains("absent.sh", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ServerIsGone_FailsWithNotFound()
    {
        await Sandbox.DeleteAsync();
        FailureException failed = await Assert.ThrowsAsync<FailureException>(() => RunAsync(Request("exit 0")));
        Assert.Equal(FailureKind.NotFound, failed.Failure.Kind);
    }

    [Fact]
    public async Task Start_TwoHundredAtOnce_EachGivesItsOwnCodeAndLines()
    {
        (int? Code, IReadOnlyList<string> Output, IReadOnlyList<string>)[] ends = await Task.WhenAll(Enumerable.Range(0, 200)
            .Select(i => RunAsync(Request($"echo {i}; sleep 0.2; exit {i % 100}"))));
        for (int i = 0; i < ends.Length; i++)
        {
            Assert.Equal(i % 100, ends[i].Code);
            Assert.Equal([$"{i}"], ends[i].Output);
        }
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);

}
