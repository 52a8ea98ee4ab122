using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Syntax;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Compiling;

/// <summary>Compiles comparisons; in a chain each value is evaluated once, and the first that does not hold ends it.</summary>
internal static class ComparisonCompiler
{
    internal static Evaluate Compile(Comparison node, ExpressionCompiler expressions, Scope scope)
    {
        Evaluate left = expressions.Compile(node.Left, scope);
        Evaluate[] rights = expressions.CompileAll(node.Links.Select(link => link.Right), scope);
        Func<RenderState, object?, object?, bool>[] operators = [.. node.Links.Select(link => OperatorOf(link.Operator))];
        int at = node.At;
        if (operators.Length == 1)
        {
            (Func<RenderState, object?, object?, bool> holds, Evaluate right) = (operators[0], rights[0]);
            return frame =>
            {
                object? a = left(frame);
                object? b = right(frame);
                frame.State.At = at;
                return Boxes.Of(holds(frame.State, a, b));
            };
        }

        return frame =>
        {
            object? a = left(frame);
            for (int i = 0; i < operators.Length; i++)
            {
                object? b = rights[i](frame);
                frame.State.At = at;
                if (!operators[i](frame.State, a, b))
                    return Boxes.False;
                a = b;
            }

            return Boxes.True;
        };
    }

    private static Func<RenderState, object?, object?, bool> OperatorOf(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => (_, a, b) => Equality.AreEqual(a, b),
        ComparisonOperator.NotEqual => (_, a, b) => !Equality.AreEqual(a, b),
        ComparisonOperator.Less => (_, a, b) => Ordering.IsLess(a, b),
        ComparisonOperator.LessOrEqual => (_, a, b) => Ordering.IsLessOrEqual(a, b),
        ComparisonOperator.Greater => (_, a, b) => Ordering.IsGreater(a, b),
        ComparisonOperator.GreaterOrEqual => (_, a, b) => Ordering.IsGreaterOrEqual(a, b),
        ComparisonOperator.In => (state, a, b) => Sequences.Contains(state, b, a),
        _ => (state, a, b) => !Sequences.Contains(state, b, a),
    };
}
