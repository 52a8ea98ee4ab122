using System.Text;
using BatchWorkflow.Providers.Shells;
using Renci.SshNet;

namespace BatchWorkflow.Providers.Ssh;

/// <summary>A shell on a session of an SSH connection.</summary>
internal sealed class SshShell(SshLink link, SshCommand command) : ShellChannel
{
    /// <inheritdoc />
    public override Stream Input { get; } = InputOf(command);

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

    /// <summary>A shell that has ended by now reads nothing more; what it answered tells why.</summary>
    private static Stream InputOf(SshCommand command)
    {
        try
        {
            return command.CreateInputStream();
        }
        catch (InvalidOperationException)
        {
            return Stream.Null;
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            link.End(command);
    }
}
