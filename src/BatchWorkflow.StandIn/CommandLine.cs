using System.Globalization;

namespace BatchWorkflow.StandIn;

/// <summary>What the command line asks for.</summary>
internal sealed class CommandLine
{
    private readonly Dictionary<string, string> options = [];

    private CommandLine(string program, bool isProbe) => (Program, IsProbe) = (program, isProbe);

    /// <summary>The program that is stood in for, under its own name.</summary>
    public string Program { get; }

    /// <summary>True to ask the service instead of being it.</summary>
    public bool IsProbe { get; }

    /// <summary>Words that are not options.</summary>
    public List<string> Words { get; } = [];

    /// <summary>How long a probe goes on asking.</summary>
    public TimeSpan Wait => options.TryGetValue("wait", out string? text)
        ? double.TryParse(text, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 0 and <= 600
            ? TimeSpan.FromSeconds(seconds)
            : throw new UsageException($"--wait takes seconds from 0 to 600, not '{text}'")
        : TimeSpan.Zero;

    /// <summary>Reads the words of a command line.</summary>
    public static CommandLine Parse(ReadOnlySpan<string> arguments)
    {
        bool isProbe = arguments.Length > 0 && arguments[0] == "probe";
        int first = isProbe ? 1 : 0;
        if (arguments.Length <= first)
            throw new UsageException("name a program");
        CommandLine line = new(arguments[first], isProbe);
        for (int i = first + 1; i < arguments.Length; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
                line.Words.Add(arguments[i]);
            else if (i + 1 == arguments.Length)
                throw new UsageException($"{arguments[i]} needs a value");
            else if (!line.options.TryAdd(arguments[i][2..], arguments[++i]))
                throw new UsageException($"{arguments[i - 1]} is given twice");
        }
        return line;
    }

    /// <summary>The value of an option.</summary>
    public string Option(string name) => options.GetValueOrDefault(name) ?? throw new UsageException($"{Program} needs --{name}");

    /// <summary>The value of an option, or null.</summary>
    public string? OptionOrNull(string name) => options.GetValueOrDefault(name);

    /// <summary>Refuses options and words that nobody reads.</summary>
    public void Only(params string[] names)
    {
        string? unknown = options.Keys.FirstOrDefault(name => !names.Contains(name) && !(IsProbe && (name is "wait" or "while")));
        if (unknown is not null)
            throw new UsageException($"{Program} has no option --{unknown}");
        if (Words.Count > 0)
            throw new UsageException($"'{Words[0]}' is one word too many");
    }
}
