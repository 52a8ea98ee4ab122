using System.Management.Automation.Language;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Definitions.Reading;

namespace BatchWorkflow.PowerShell.Definitions;

/// <summary>Reads PowerShell data files: one hashtable of constants. Nothing in them is ever run.</summary>
internal sealed class DataFileReader : DefinitionReader
{
    private const string OneHashtable = "The file has to be one hashtable and nothing else: @{ name = '...'; operations = @( ... ) }.";

    public override IReadOnlyList<string> Extensions { get; } = [".psd1"];

    public override DefinitionNode? Read(string file, string text, ICollection<Problem> problems)
    {
        if (Nesting.IsTooDeep(text))
            return Refuse(file, problems, $"The file nests deeper than {Nesting.Deepest} levels.");
        if (Parse(text) is not { } parsed)
            return Refuse(file, problems, OneHashtable);
        foreach (ParseError error in parsed.Errors)
            problems.Add(DataFileProblems.Make("Definition.Syntax", IsForPeople(error) ? error.Message : OneHashtable, file, error.Extent));
        if (parsed.Errors.Length > 0)
            return null;
        if (Other(parsed.Script, parsed.Tokens) is { } other)
        {
            problems.Add(DataFileProblems.Make("Definition.Syntax", OneHashtable, file, other));
            return null;
        }
        int before = problems.Count;
        try
        {
            DefinitionNode tree = new DataFileTree(file, problems).Node(Hashtable(parsed.Script)!);
            return problems.Count == before ? tree : null;
        }
        catch (UnreadableTextException e)
        {
            problems.Add(e.Problem);
            return null;
        }
    }

    /// <summary>The parsed text; null for one that PowerShell's parser fails at, as at the word configuration where its resources are not installed.</summary>
    private static (ScriptBlockAst Script, Token[] Tokens, ParseError[] Errors)? Parse(string text)
    {
        try
        {
            return (Parser.ParseInput(text, out Token[] tokens, out ParseError[] errors), tokens, errors);
        }
#pragma warning disable CA1031 // The parser loads modules for some words, and whatever that throws means that more than a hashtable is there.
        catch (Exception e) when (e is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    /// <summary>False for what the parser tells of its own failure.</summary>
    private static bool IsForPeople(ParseError error) => !error.Message.Contains("\n   at ", StringComparison.Ordinal);

    private static HashtableAst? Hashtable(ScriptBlockAst script) =>
        script.EndBlock?.Statements is [PipelineAst { PipelineElements: [CommandExpressionAst { Expression: HashtableAst root }] }] ? root : null;

    /// <summary>Where the first thing stands that is not the hashtable; null when it is all there is, but for comments.</summary>
    private static IScriptExtent? Other(ScriptBlockAst script, Token[] tokens)
    {
        if (Hashtable(script) is not { } root)
            return tokens.FirstOrDefault(IsWord)?.Extent ?? script.Extent;
        Token? beside = Array.Find(tokens, t => IsWord(t) && (t.Extent.StartOffset < root.Extent.StartOffset || t.Extent.EndOffset > root.Extent.EndOffset));
        return beside?.Extent ?? (script.ScriptRequirements is null ? null : script.Extent);
    }

    private static bool IsWord(Token token) => token.Kind is not (TokenKind.Comment or TokenKind.NewLine or TokenKind.LineContinuation or TokenKind.EndOfInput);

    private static DefinitionNode? Refuse(string file, ICollection<Problem> problems, string message)
    {
        problems.Add(new Problem { Code = "Definition.Syntax", Message = message, Location = new SourceLocation(file, 1, 1) });
        return null;
    }
}
