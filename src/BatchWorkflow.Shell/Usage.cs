namespace BatchWorkflow.Shell;

/// <summary>How to use the program.</summary>
internal static class Usage
{
    public const string Text = """
        BatchWorkflow: the PowerShell engine with the BatchWorkflow module, for machines without pwsh.

          BatchWorkflow.Shell <command> [words]          runs one command: Submit-BatchWorkflow workflow.yaml -Watch
          BatchWorkflow.Shell -Command <text>            runs a text; - reads it from standard input
          BatchWorkflow.Shell -File <script> [words]     runs a script file
          BatchWorkflow.Shell                            a prompt

          -NonInteractive   asks nobody: what needs an answer fails
          -NoProfile        accepted; there are no profiles
          -h                this text

        It exits with 0; with 1 when the command failed or the run that it gave has failed; with 2 for wrong arguments;
        with n after "exit n". Get-Command -Module BatchWorkflow lists the commands, Get-Help <command> explains one.
        """;
}
