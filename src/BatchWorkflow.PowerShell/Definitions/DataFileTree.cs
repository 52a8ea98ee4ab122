using System.Globalization;
using System.Management.Automation.Language;
using BatchWorkflow.Engine.Definitions;

namespace BatchWorkflow.PowerShell.Definitions;

/// <summary>Turns a parsed data file into a tree; whatever is not a constant is a problem at its place.</summary>
internal sealed class DataFileTree(string file, ICollection<Problem> problems)
{
    public DefinitionNode Node(Ast ast)
    {
        SourceLocation place = DataFileProblems.Place(file, ast.Extent);
        return ast switch
        {
            HashtableAst map => Map(map, place),
            ArrayLiteralAst list => new ListNode(place, [.. list.Elements.Select(Node)]),
            ArrayExpressionAst list => new ListNode(place, [.. list.SubExpression.Statements.SelectMany(Elements)]),
            ParenExpressionAst inner => Node(inner.Pipeline),
            PipelineAst { PipelineElements: [CommandExpressionAst { Redirections.Count: 0 } only] } => Node(only.Expression),
            ConvertExpressionAst { Type.TypeName.Name: var type, Child: HashtableAst map } when IsOrdered(type) => Map(map, place),
            UnaryExpressionAst { TokenKind: TokenKind.Minus, Child: ConstantExpressionAst number } => Number(number.Value, negative: true, number, place),
            StringConstantExpressionAst { StringConstantType: StringConstantType.BareWord } => Refuse(ast, place),
            StringConstantExpressionAst text => new ScalarNode(place, text.Value),
            ExpandableStringExpressionAst { NestedExpressions.Count: 0 } text => new ScalarNode(place, text.Value),
            ConstantExpressionAst number => Number(number.Value, negative: false, number, place),
            VariableExpressionAst variable when Constant(variable, out bool? value) => new ScalarNode(place, value),
            _ => Refuse(ast, place),
        };
    }

    private MapNode Map(HashtableAst map, SourceLocation place)
    {
        List<MapEntry> entries = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach ((ExpressionAst key, StatementAst value) in map.KeyValuePairs)
        {
            if (key is not ConstantExpressionAst constant)
            {
                Refuse(key, place);
                continue;
            }
            string name = Convert.ToString(constant.Value, CultureInfo.InvariantCulture) ?? "";
            if (!seen.Add(name))
                problems.Add(DataFileProblems.Make("Definition.DuplicateKey", $"'{name}' is there twice.", file, key.Extent));
            entries.Add(new MapEntry(name, DataFileProblems.Place(file, key.Extent), Node(value)));
        }
        return new MapNode(place, entries);
    }

    /// <summary>@( a, b ) and @( a; b ) both have two elements, as in PowerShell.</summary>
    private IEnumerable<DefinitionNode> Elements(StatementAst statement) =>
        statement is PipelineAst { PipelineElements: [CommandExpressionAst { Expression: ArrayLiteralAst list }] } ? list.Elements.Select(Node) : [Node(statement)];

    private ScalarNode Number(object value, bool negative, Ast ast, SourceLocation place) => value switch
    {
        int or long or short or byte or uint or ushort or sbyte => new ScalarNode(place, Convert.ToInt64(value, CultureInfo.InvariantCulture) * (negative ? -1 : 1)),
        double or float or decimal => new ScalarNode(place, Convert.ToDouble(value, CultureInfo.InvariantCulture) * (negative ? -1 : 1)),
        _ => Refuse(ast, place),
    };

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
