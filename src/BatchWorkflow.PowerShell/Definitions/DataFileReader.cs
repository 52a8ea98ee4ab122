using System.Management.Automation.Language;
using BatchWorkflow.Engine.Definitions;

namespace BatchWorkflow.PowerShell.Definitions;

/// <summary>Reads PowerShell data files: one hashtable of constants. Nothing in them is ever run.</summary>
internal sealed class DataFileReader : DefinitionReader
{
    private const int LargestText = 4 * 1024 * 1024;

    public override IReadOnlyList<string> Extensions { get; } = [".psd1"];

    public override DefinitionNode? Read(string file, string text, ICollection<Problem> problems)
    {
        if (text.Length > LargestText)
            return Refuse(file, problems, "The file is larger than 4 MiB.");
        if (Nesting.IsTooDeep(text))
            return Refuse(file, problems, $"The file nests deeper than {Nesting.Deepest} levels.");
        ScriptBlockAst parsed = Parser.ParseInput(text, out _, out ParseError[] errors);
        foreach (ParseError error in errors)
            problems.Add(DataFileProblems.Make("Definition.Syntax", error.Message, file, error.Extent));
        if (errors.Length > 0)
            return null;
        if (parsed is not { ParamBlock: null, BeginBlock: null, ProcessBlock: null, EndBlock.Statements: [PipelineAst { PipelineElements: [CommandExpressionAst { Expression: HashtableAst root }] }] })
            return Refuse(file, problems, "The file has to be one hashtable: @{ name = '...'; operations = @( ... ) }.");
        int before = problems.Count;
        DefinitionNode tree = new DataFileTree(file, problems).Node(root);
        return problems.Count == before ? tree : null;
    }

    private static DefinitionNode? Refuse(string file, ICollection<Problem> problems, string message)
    {
        problems.Add(new Problem { Code = "Definition.Syntax", Message = message, Location = new SourceLocation(file, 1, 1) });
        return null;
    }
}
