using System.Diagnostics;
using System.Runtime.Versioning;
using BatchWorkflow.Providers.Shells;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Providers.Tests.Shells;

/// <summary>The program that runs each script on a server.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Run_WhoeverAskedIsGoneWhenItBegins_RunsTheScriptToItsEnd()
    {
        await using (Stream program = typeof(ShellConnection).Assembly.GetManifestResourceStream("bw-run-remote.sh")!)
        await using (FileStream file = File.Create(_folder["runner.sh"]))
            await program.CopyToAsync(file, TestContext.Current.CancellationToken);
        // The pipe is broken for certain once a write to it fails.
        await File.WriteAllTextAsync(_folder["start.sh"],
            "cd \"$1\"\n(trap '' PIPE; while echo x; do :; done 2>/dev/null; trap - PIPE; exec sh runner.sh a boot . sh -c 'exit 7' 3>&1 >out 2>err) | true\n",
            TestContext.Current.CancellationToken);
        using Process process = Process.Start("/bin/sh", [_folder["start.sh"], _folder.Path]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("7\n", await File.ReadAllTextAsync(_folder["a.exit"], TestContext.Current.CancellationToken));
        Assert.Equal("", await File.ReadAllTextAsync(_folder["err"], TestContext.Current.CancellationToken));
    }

    public void Dispose() => _folder.Dispose();
}
