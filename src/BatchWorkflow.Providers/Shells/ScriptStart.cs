using System.Globalization;
using System.Text;

namespace BatchWorkflow.Providers.Shells;

/// <summary>The request that starts a script: its secrets, its environment, its files, all apart from those of every other.</summary>
/// <param name="serverName">The server's name for the script.</param>
/// <param name="serverId">The provider's id of the server.</param>
/// <param name="terms">The variables of all scripts on the server.</param>
internal sealed class ScriptStart(string serverName, string serverId, ShellTerms terms)
{
    private const string AttemptMark = "BW_ATTEMPT";

    /// <summary>The text for a shell.</summary>
    /// <param name="request">The script.</param>
    /// <param name="files">The name of its files' folder on the server, or null.</param>
    /// <param name="command">The words of its command; one that begins with the files' folder is written as $BW_FILES/rest.</param>
    /// <param name="holdsShell">False when the shell must be free again before the script ends.</param>
    public string Text(ScriptRequest request, string? files, IReadOnlyList<string> command, bool holdsShell)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"bw_of {ShellText.Quote(request.Reference.Token)}\n");
        text.Append(holdsShell ? "(\n" : "bw_ready=$( (\n");
        text.Append("[ ! -e \"$bw_a.started\" ] || exit 121\n");
        Secrets(text, request);
        Variables(text, request, files);
        string run = $"sh \"$bw/$bw_runner\" \"$bw_a\" \"$bw_boot\" / {string.Join(' ', command.Select(Word))} 3>&1 >>\"$bw_a.out\" 2>>\"$bw_a.err\" </dev/null";
        if (holdsShell)
            text.Append(CultureInfo.InvariantCulture, $"exec $bw_setsid {run}\n)\nbw_over $?");
        else
            text.Append(CultureInfo.InvariantCulture, $"if [ -n \"$bw_setsid\" ]; then exec setsid setsid {run}; else {run} & fi\n) )\nbw_detached $? \"$bw_ready\"");
        return text.ToString();
    }

    private void Variables(StringBuilder text, ScriptRequest request, string? files)
    {
        Dictionary<string, string> all = new()
        {
            ["BW_SERVER"] = serverName,
            ["BW_SERVER_ID"] = serverId,
            ["BW_ROOT"] = "/",
        };
        foreach ((string name, string value) in terms.Environment.Concat(request.Environment))
            all[name] = value;
        // The engine's own paths are of its machine.
        all.Remove("BW_PATH");
        all.Remove("DOTNET_ROOT");
        all[AttemptMark] = request.Reference.Token;
        if (!terms.Environment.ContainsKey("TMPDIR"))
            text.Append("export TMPDIR=\"${TMPDIR:-/tmp}\"\n");
        if (files is not null)
            text.Append(CultureInfo.InvariantCulture, $"export BW_FILES=\"$bw/files/{files}\"\n");
        foreach ((string name, string value) in all)
        {
            Check(name, value);
            text.Append(CultureInfo.InvariantCulture, $"export {name}={ShellText.Quote(value)}\n");
        }
    }

    private static void Secrets(StringBuilder text, ScriptRequest request)
    {
        if (request.Secrets.Count == 0)
            return;
        HashSet<string> names = [];
        // A printf that is a program would show the secret to everybody on its command line.
        text.Append("case $(command -v printf) in */*) exit 122 ;; esac\nmkdir -p \"$bw_a.secrets\" || exit 123\n");
        foreach ((string name, string value) in request.Secrets)
        {
            string variable = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToUpperInvariant(letter) : '_'));
            if (!names.Add(variable))
                throw Wrong($"Two secrets of one script would both be BW_SECRET_{variable}; rename '{name}'.");
            text.Append(CultureInfo.InvariantCulture, $"{ShellText.Print(value)} >\"$bw_a.secrets/{variable}\" || exit 123\n");
            text.Append(CultureInfo.InvariantCulture, $"export BW_SECRET_{variable}=\"$bw_a.secrets/{variable}\"\n");
        }
    }

    private static string Word(string word)
        => word.StartsWith("$BW_FILES/", StringComparison.Ordinal) ? $"\"$BW_FILES\"{ShellText.Quote(word["$BW_FILES".Length..])}" : ShellText.Quote(word);

    private static void Check(string name, string value)
    {
        if (!ShellText.IsName(name))
            throw Wrong($"'{name}' cannot be the name of an environment variable there: letters, digits and underscore, no digit first.");
        if (value.Contains('\0', StringComparison.Ordinal))
            throw Wrong($"The value of {name} holds a NUL character, which no environment variable can.");
    }

    private static FailureException Wrong(string message) => new(new Failure { Kind = FailureKind.Validation, Message = message });
}
