using System.Diagnostics;
using BatchWorkflow.Providers.Shells;

namespace BatchWorkflow.Providers.Container;

/// <summary>A shell in a container, on the pipes of the engine's own program.</summary>
internal sealed class ContainerShell : ShellChannel
{
    private readonly Process process;
    private readonly Task<string> errors;

    public ContainerShell(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <inheritdoc />
    public override Stream Input => process.StandardInput.BaseStream;

    /// <inheritdoc />
    public override Stream Output => process.StandardOutput.BaseStream;

    /// <inheritdoc />
    public override string? Trouble => errors.Wait(TimeSpan.FromSeconds(1)) ? errors.Result.Trim() : null;

    /// <inheritdoc />
    public override int? ExitCode => process.WaitForExit(TimeSpan.FromSeconds(1)) ? process.ExitCode : null;

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }
}
