using System.Diagnostics;
using System.Runtime.Versioning;

namespace BatchWorkflow.PowerShell.Tests;

/// <summary>The modes of what a submit makes, whatever the umask of its process.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ModeTests : IDisposable
{
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private readonly TemporaryFolder _folder = new();

    public ModeTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no modes on Windows.");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("000", "state")]
    [InlineData("000", "state.db")]
    [InlineData("077", "state")]
    public async Task Submit_Umask_NobodyElseWritesAndToolsRun(string umask, string state)
    {
        string file = SampleWorkflow.Write(_folder.Path, "bw-daemon start thing -- sleep 4714; echo '::secret word=kept-for-later'");
        string program = Path.Combine(AppContext.BaseDirectory, "BatchWorkflow.Shell.dll");
        ProcessStartInfo start = new("/bin/sh", ["-c", $"umask {umask}; exec dotnet '{program}' Submit-BatchWorkflow '{file}' -StatePath '{Path.Combine(_folder.Path, state)}'"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = _folder.Path,
        };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);

        string[] made = [.. Directory.GetFileSystemEntries(_folder.Path, state + "*"), Path.Combine(Path.GetDirectoryName(file)!, "logs")];
        string[] all = [.. made.Concat(made.Where(Directory.Exists).SelectMany(m => Directory.GetFileSystemEntries(m, "*", SearchOption.AllDirectories)))];
        Assert.DoesNotContain(all, path => (File.GetUnixFileMode(path) & OthersWrite) != 0);
        Assert.Equal((UnixFileMode)Convert.ToInt32("755", 8), File.GetUnixFileMode(all.Single(path => Path.GetFileName(path) == "tools")));
        Assert.All(all.Where(path => Path.GetFileName(path) is "bw-run" or "bw-daemon"), path => Assert.Equal((UnixFileMode)Convert.ToInt32("755", 8), File.GetUnixFileMode(path)));
        Assert.All(
            all.Where(path => Path.GetFileName(path) is "key" or "state.db" or "server.json" or "log.jsonl"),
            path => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path)));
        ShellProcess.Result undone = await ShellProcess.RunAsync(_folder, "-Command", $"Get-BatchStatus -StatePath '{Path.Combine(_folder.Path, state)}' | Invoke-BatchRollback -Force -StatePath '{Path.Combine(_folder.Path, state)}'");
        Assert.True(undone.ExitCode == 0, undone.Output + undone.Error);
    }

    [Fact]
    public async Task Submit_ToolsThatOthersMayWrite_AreTakenFromThem()
    {
        string file = SampleWorkflow.Write(_folder.Path, "true");
        string tools = Directory.CreateDirectory(Path.Combine(_folder.Path, "state/tools")).FullName;
        File.SetUnixFileMode(tools, (UnixFileMode)Convert.ToInt32("777", 8));

        ShellProcess.Result submitted = await ShellProcess.RunAsync(_folder, "Submit-BatchWorkflow", file);

        Assert.True(submitted.ExitCode == 0, submitted.Output + submitted.Error);
        Assert.Equal((UnixFileMode)Convert.ToInt32("755", 8), File.GetUnixFileMode(tools));
    }
}
