namespace BatchWorkflow.Shell.Arguments;

/// <summary>What the command line asks for.</summary>
internal enum ShellMode
{
    /// <summary>A prompt, or the lines of standard input.</summary>
    Prompt,

    /// <summary>The text of -Command.</summary>
    Command,

    /// <summary>A script file with arguments.</summary>
    File,

    /// <summary>A command given as plain words.</summary>
    Words,

    /// <summary>How to use it.</summary>
    Help,
}

/// <summary>The command line, understood.</summary>
internal sealed record ShellArguments(ShellMode Mode)
{
    /// <summary>The text to run; empty for a prompt.</summary>
    public string Text { get; init; } = "";

    /// <summary>True when nobody may be asked.</summary>
    public bool NonInteractive { get; init; }

    /// <summary>What is wrong with the command line, or null.</summary>
    public string? Problem { get; init; }

    /// <summary>Understands a command line as pwsh does; plain words are a command of their own.</summary>
    public static ShellArguments Parse(IReadOnlyList<string> args)
    {
        bool nonInteractive = false;
        for (int i = 0; i < args.Count; i++)
        {
            string[] rest = [.. args.Skip(i + 1)];
            switch (Option(args[i]))
            {
                case null:
                    return new(ShellMode.Words) { Text = CommandWords.Join([.. args.Skip(i)]), NonInteractive = nonInteractive };
                case "noprofile" or "nop" or "nologo" or "nol":
                    continue;
                case "noninteractive" or "noni":
                    nonInteractive = true;
                    continue;
                case "h" or "help" or "?":
                    return new(ShellMode.Help);
                case "command" or "c" when rest is ["-"]:
                    return new(ShellMode.Prompt) { NonInteractive = true };
                case "command" or "c" when rest.Length > 0:
                    return new(ShellMode.Command) { Text = string.Join(' ', rest), NonInteractive = nonInteractive };
                case "file" or "f" when rest.Length > 0:
                    return ForFile(rest, nonInteractive);
                case "command" or "c" or "file" or "f":
                    return new(ShellMode.Help) { Problem = $"{args[i]} needs a value." };
                default:
                    return new(ShellMode.Help) { Problem = $"'{args[i]}' is not an option." };
            }
        }
        return new(ShellMode.Prompt) { NonInteractive = nonInteractive };
    }

    private static ShellArguments ForFile(string[] words, bool nonInteractive)
    {
        string file = Path.GetFullPath(words[0]);
        if (!System.IO.File.Exists(file))
            return new(ShellMode.Help) { Problem = $"There is no script file '{words[0]}'." };
        // Only the script's own exit statement decides; a native command's code inside it does not.
        string text = $"{CommandWords.JoinLiteral([file, .. words.Skip(1)])}\nif (-not $?) {{ exit $LASTEXITCODE }}";
        return new(ShellMode.File) { Text = text, NonInteractive = nonInteractive };
    }

    private static string? Option(string word) =>
        word.Length > 1 && word[0] == '-' ? word.TrimStart('-').ToLowerInvariant() : null;
}
