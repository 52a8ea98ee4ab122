using System.Management.Automation.Language;
using BatchWorkflow.Shell.Hosting;

namespace BatchWorkflow.Shell.Running;

/// <summary>Reads commands and runs them until the input ends or "exit" is said.</summary>
internal sealed class Prompt(ShellSession session, Terminal terminal)
{
    /// <summary>The exit code: what "exit n" said, or that of the last command when the input was no terminal.</summary>
    public int Run()
    {
        LineReader? reader = terminal.CanAsk && terminal.IsOutputTerminal ? new LineReader(terminal, session) : null;
        int last = ExitCodes.Success;
        while (ReadCommand(reader) is { } command)
        {
            if (string.IsNullOrWhiteSpace(command))
                continue;
            last = session.Run(command, wordsAreArguments: false);
            if (session.ExitRequested is { } code)
                return code;
        }
        return reader is null ? last : ExitCodes.Success;
    }

    private string? ReadCommand(LineReader? reader)
    {
        string command = "";
        while (true)
        {
            string? line = reader is null ? Console.In.ReadLine() : reader.Read(command.Length == 0 ? $"{Folder()}> " : ">> ");
            if (line is null)
                return command.Length == 0 ? null : command;
            command = command.Length == 0 ? line : command + "\n" + line;
            Parser.ParseInput(command, out _, out ParseError[] errors);
            if (!Array.Exists(errors, e => e.IncompleteInput) || line.Length == 0)
                return command;
        }
    }

    private string Folder() => "BW " + session.Runspace.SessionStateProxy.Path.CurrentLocation.Path;
}
