using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace BatchWorkflow.Shell.Hosting;

/// <summary>Writes lines, shows progress and asks questions.</summary>
internal sealed class ShellUserInterface(Terminal terminal) : PSHostUserInterface
{
    private readonly Questions _questions = new(terminal);

    public override PSHostRawUserInterface RawUI { get; } = new ShellRawUserInterface(terminal);

    public override bool SupportsVirtualTerminal => terminal.IsOutputTerminal;

    public override void Write(string value) => terminal.Write(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        terminal.Write(terminal.IsOutputTerminal && foregroundColor != RawUI.ForegroundColor
            ? PSStyle.Instance.Foreground.FromConsoleColor(foregroundColor) + value + PSStyle.Instance.Reset
            : value);

    public override void WriteLine(string value) => terminal.Write(value + Environment.NewLine);

    public override void WriteErrorLine(string value) => terminal.WriteErrorLine(value);

    public override void WriteDebugLine(string message) => WriteLine(Styled(PSStyle.Instance.Formatting.Debug, "DEBUG: " + message));

    public override void WriteVerboseLine(string message) => WriteLine(Styled(PSStyle.Instance.Formatting.Verbose, "VERBOSE: " + message));

    public override void WriteWarningLine(string message) => WriteLine(Styled(PSStyle.Instance.Formatting.Warning, "WARNING: " + message));

    public override void WriteProgress(long sourceId, ProgressRecord record) => terminal.ShowProgress(sourceId, record);

    public override string ReadLine() => _questions.ReadLine();

    public override SecureString ReadLineAsSecureString() => _questions.ReadSecret();

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        _questions.AskFields(caption, message, descriptions);

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        _questions.AskChoice(caption, message, choices, defaultChoice);

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        _questions.AskCredential(caption, message, userName);

    private string Styled(string style, string text) => terminal.IsOutputTerminal ? style + text + PSStyle.Instance.Reset : text;
}
