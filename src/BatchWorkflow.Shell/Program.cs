using BatchWorkflow.Shell;
using BatchWorkflow.Shell.Arguments;
using BatchWorkflow.Shell.Hosting;
using BatchWorkflow.Shell.Running;

ShellArguments arguments = ShellArguments.Parse(args);
if (arguments.Mode == ShellMode.Help)
{
    if (arguments.Problem is null)
    {
        Console.Out.WriteLine(Usage.Text);
        return ExitCodes.Success;
    }
    Console.Error.WriteLine(arguments.Problem + Environment.NewLine);
    Console.Error.WriteLine(Usage.Text);
    return ExitCodes.BadArguments;
}
if (ModuleManifest.Find() is not { } manifest)
{
    Console.Error.WriteLine("BatchWorkflow.psd1 is neither above this program's folder nor above the current one.");
    return ExitCodes.BadArguments;
}

using Terminal terminal = new(arguments.NonInteractive);
using ShellSession session = new(new ShellHost(terminal), manifest);
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    session.Stop();
};
if (!session.Open())
    return ExitCodes.Failure;
return arguments.Mode == ShellMode.Prompt
    ? new Prompt(session, terminal).Run()
    : session.Run(arguments.Text, wordsAreArguments: arguments.Mode == ShellMode.Words);
