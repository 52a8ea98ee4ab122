using System.Text;
using BatchWorkflow.Providers.Shells;
using Renci.SshNet;

namespace BatchWorkflow.Providers.Ssh;

/// <summary>A shell on a session of an SSH connection.</summary>
internal sealed class SshShell(SshLink link, SshCommand command) : ShellChannel
{
    /// <inheritdoc />
    public override Stream Input { get; } = command.CreateInputStream();

    /// <inheritdoc />
    public override Stream Output => command.OutputStream;

    /// <inheritdoc />
    public override string? Trouble
    {
        get
        {
            // Only what is there: reading on would wait for more.
            byte[] said = new byte[Math.Min(command.ExtendedOutputStream.Length, 2000)];
            int count = said.Length == 0 ? 0 : command.ExtendedOutputStream.Read(said, 0, said.Length);
            return Encoding.UTF8.GetString(said, 0, count).Trim();
        }
    }

    /// <inheritdoc />
    public override int? ExitCode => command.ExitStatus;

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            link.End(command);
    }
}
