using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace BatchWorkflow.Shell.Arguments;

/// <summary>Makes the text of a command from words that a caller's shell has already taken apart; a word never becomes code.</summary>
internal static partial class CommandWords
{
    /// <summary>A command and its words; unquoted commas make arrays and a constant hashtable stays one, as at a prompt.</summary>
    public static string Join(IReadOnlyList<string> words) => Join(words, Argument);

    /// <summary>A script file and its words, each of them one string.</summary>
    public static string JoinLiteral(IReadOnlyList<string> words) => Join(words, Literal);

    private static string Join(IReadOnlyList<string> words, Func<string, string> argument)
    {
        IEnumerable<string> rest = words.Skip(1).Select(word => Parameter(word, argument) ?? argument(word));
        return string.Join(' ', rest.Prepend(CommandName().IsMatch(words[0]) ? words[0] : "& " + Quote(words[0])));
    }

    private static string? Parameter(string word, Func<string, string> argument)
    {
        Match match = ParameterWord().Match(word);
        if (!match.Success)
            return null;
        return match.Groups["value"].Success ? $"{match.Groups["name"]}:{Constant(match.Groups["value"].Value) ?? argument(match.Groups["value"].Value)}" : word;
    }

    private static string Argument(string word)
    {
        if (Constant(word) is { } constant)
            return constant;
        string[] parts = word.Split(',');
        return parts.Length > 1 && Array.TrueForAll(parts, part => PlainWord().IsMatch(part))
            ? string.Join(',', parts.Select(Quote))
            : Literal(word);
    }

    private static string Literal(string word) => NumberWord().IsMatch(word) ? word : Quote(word);

    /// <summary>$true, $false, $null, or a hashtable or array of constants; null for everything else.</summary>
    private static string? Constant(string word)
    {
        if (!word.StartsWith('$') && !word.StartsWith("@{", StringComparison.Ordinal) && !word.StartsWith("@(", StringComparison.Ordinal))
            return null;
        Ast parsed = Parser.ParseInput(word, out _, out ParseError[] errors);
        if (errors.Length > 0 || parsed is not ScriptBlockAst { EndBlock.Statements: [PipelineAst { PipelineElements: [CommandExpressionAst value] }] })
            return null;
        try
        {
            value.Expression.SafeGetValue();
            return word;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Quote(string word) => "'" + CodeGeneration.EscapeSingleQuotedStringContent(word) + "'";

    [GeneratedRegex(@"^(?<name>-[A-Za-z?][A-Za-z0-9_]*)(:(?<value>.+))?$", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex ParameterWord();

    [GeneratedRegex("^[A-Za-z]+-[A-Za-z0-9]+$", RegexOptions.ExplicitCapture)]
    private static partial Regex CommandName();

    [GeneratedRegex(@"^[\w./\\*?:@%+=~-]+$", RegexOptions.ExplicitCapture)]
    private static partial Regex PlainWord();

    [GeneratedRegex(@"^-?[0-9]{1,15}(\.[0-9]{1,15})?$", RegexOptions.ExplicitCapture)]
    private static partial Regex NumberWord();
}
