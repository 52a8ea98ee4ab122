using System.Globalization;
using System.Management.Automation.Host;

namespace BatchWorkflow.Shell.Hosting;

/// <summary>The host as PowerShell sees it.</summary>
internal sealed class ShellHost(Terminal terminal) : PSHost
{
    /// <summary>What "exit n" asked for, or null.</summary>
    public int? ExitRequested { get; private set; }

    /// <summary>Where this host writes.</summary>
    public Terminal Terminal { get; } = terminal;

    public override string Name => "BatchWorkflow.Shell";

    public override Version Version { get; } = typeof(ShellHost).Assembly.GetName().Version ?? new Version(0, 0);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI { get; } = new ShellUserInterface(terminal);

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override void SetShouldExit(int exitCode) => ExitRequested = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException("This host has no nested prompt.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("This host has no nested prompt.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
