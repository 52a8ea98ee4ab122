using System.Globalization;
using System.Management.Automation.Language;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Definitions.Reading;

namespace BatchWorkflow.PowerShell.Definitions;

/// <summary>Turns a parsed data file into a tree; whatever is not a constant is a problem at its place.</summary>
internal sealed class DataFileTree(string file, ICollection<Problem> problems)
{
    private readonly TreeBuilder builder = new(file, problems);

    public DefinitionNode Node(Ast ast)
    {
        SourceLocation place = DataFileProblems.Place(file, ast.Extent);
        return ast switch
        {
            HashtableAst map => Map(map, place),
            ArrayLiteralAst list => List(place, () => list.Elements.Select(Node)),
            ArrayExpressionAst list => List(place, () => list.SubExpression.Statements.SelectMany(Elements)),
            ParenExpressionAst inner => Node(inner.Pipeline),
            PipelineAst { PipelineElements: [CommandExpressionAst { Redirections.Count: 0 } only] } => Node(only.Expression),
            ConvertExpressionAst { Type.TypeName.Name: var type, Child: HashtableAst map } when IsOrdered(type) => Map(map, place),
            UnaryExpressionAst { TokenKind: TokenKind.Minus, Child: ConstantExpressionAst number } => Number(number.Value, negative: true, number, place),
            StringConstantExpressionAst { StringConstantType: StringConstantType.BareWord } => Refuse(ast, place),
            StringConstantExpressionAst text => builder.Scalar(place, text.Value),
            ExpandableStringExpressionAst { NestedExpressions.Count: 0 } text => builder.Scalar(place, text.Value),
            ConstantExpressionAst number => Number(number.Value, negative: false, number, place),
            VariableExpressionAst variable when Constant(variable, out bool? value) => builder.Scalar(place, value),
            _ => Refuse(ast, place),
        };
    }

    private MapNode Map(HashtableAst map, SourceLocation place)
    {
        builder.Count(1, place);
        builder.Enter(place);
        List<MapEntry> entries = [];
        Dictionary<string, SourceLocation> seen = new(StringComparer.Ordinal);
        foreach ((ExpressionAst key, StatementAst value) in map.KeyValuePairs)
        {
            if (key is not ConstantExpressionAst constant)
            {
                Refuse(key, place);
                continue;
            }
            SourceLocation keyPlace = DataFileProblems.Place(file, key.Extent);
            string name = Convert.ToString(constant.Value, CultureInfo.InvariantCulture) ?? "";
            if (name.Length == 0)
                throw new UnreadableTextException("Definition.Key", keyPlace, "A key is empty.");
            DefinitionNode node = Node(value);
            if (builder.IsNew(name, keyPlace, seen))
                entries.Add(new MapEntry(name, keyPlace, node));
        }
        builder.Leave();
        return new MapNode(place, entries);
    }

    private ListNode List(SourceLocation place, Func<IEnumerable<DefinitionNode>> items)
    {
        builder.Count(1, place);
        builder.Enter(place);
        ListNode list = new(place, [.. items()]);
        builder.Leave();
        return list;
    }

    /// <summary>@( a, b ) and @( a; b ) both have two elements, as in PowerShell.</summary>
    private IEnumerable<DefinitionNode> Elements(StatementAst statement) =>
        statement is PipelineAst { PipelineElements: [CommandExpressionAst { Expression: ArrayLiteralAst list }] } ? list.Elements.Select(Node) : [Node(statement)];

    private ScalarNode Number(object value, bool negative, Ast ast, SourceLocation place)
    {
        object? number = value switch
        {
            int or long or short or byte or uint or ushort or sbyte => Convert.ToInt64(value, CultureInfo.InvariantCulture) * (negative ? -1 : 1),
            ulong or decimal => ExactNumber.Of(Convert.ToDecimal(value, CultureInfo.InvariantCulture) * (negative ? -1 : 1)),
            double real when IsExact(real, ast.Extent.Text) => real * (negative ? -1 : 1),
            _ => null,
        };
        return number is null ? throw new UnreadableTextException("Definition.Number", place, ExactNumber.Refusal, ExactNumber.Hint) : builder.Scalar(place, number, ast.Extent.Text);
    }

    /// <summary>PowerShell makes doubles of whole numbers that are too large; those written as doubles are meant.</summary>
    private static bool IsExact(double number, string written) => double.IsFinite(number) && written.AsSpan().ContainsAny('.', 'e', 'E');

    private ScalarNode Refuse(Ast ast, SourceLocation place)
    {
        string shown = ast.Extent.Text.Length > 40 ? string.Concat(ast.Extent.Text.AsSpan(0, 40), "…") : ast.Extent.Text;
        problems.Add(DataFileProblems.Make("Definition.NotConstant", $"'{shown}' is not a constant.", file, ast.Extent,
            "Only quoted strings, numbers, $true, $false, $null, hashtables and arrays may stand here."));
        return new ScalarNode(place, null);
    }

    private static bool IsOrdered(string type) => type.Equals("ordered", StringComparison.OrdinalIgnoreCase);

    private static bool Constant(VariableExpressionAst variable, out bool? value)
    {
        value = variable.VariablePath.UserPath.ToUpperInvariant() switch
        {
            "TRUE" => true,
            "FALSE" => false,
            _ => null,
        };
        return value is not null || variable.VariablePath.UserPath.Equals("null", StringComparison.OrdinalIgnoreCase);
    }
}
