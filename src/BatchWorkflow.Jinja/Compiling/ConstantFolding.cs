using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Syntax;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Compiling;

/// <summary>
/// Jinja2 works out constant expressions while it compiles, and takes a slice there as it takes an item: what cannot be sliced gives
/// undefined. Left to the rendering, the same slice is an error. Only constants that slice are told apart here: all others give the same both ways.
/// </summary>
internal static class ConstantFolding
{
    private static readonly string[] NeedContext = ["map", "select", "reject", "selectattr", "rejectattr", "random"];

    /// <summary>True for an expression of constants only that slices one of them.</summary>
    internal static bool Concerns(Expression node) => node is not SliceBounds
        && SyntaxChildren.Descendants([node]).Any(inner => inner is ItemAccess { Key: SliceBounds })
        && !SyntaxChildren.Descendants([node]).Any(inner => inner is Name or Call || (inner is Filter filter && NeedContext.Contains(filter.Name)));

    /// <summary>True where a tree has such an expression.</summary>
    internal static bool ConcernsAny(IEnumerable<SyntaxNode> nodes) =>
        SyntaxChildren.Descendants(nodes).Any(node => node is ItemAccess { Key: SliceBounds } slice && Concerns(slice));

    /// <summary>Evaluates as the compiler of Jinja2 does; where that fails, or gives what it does not keep, as a rendering does. What is printed is kept unless it has no text.</summary>
    internal static Evaluate Evaluate(Evaluate constant, Evaluate plain, bool keepsAll) => frame =>
    {
        int at = frame.State.At;
        try
        {
            object? value = constant(frame);
            if (keepsAll ? value is not JinjaUndefined { Kind: UndefinedKind.Strict } : IsKept(value))
                return value;
        }
        catch (JinjaException e) when (e.Kind != JinjaErrorKind.Limit)
        {
            frame.State.At = at; // What cannot be folded is left to the rendering, which says what is wrong.
        }

        return plain(frame);
    };

    /// <summary>The item at a slice, or undefined.</summary>
    internal static object? Slice(Frame frame, object? target, object? slice)
    {
        try
        {
            return Attributes.GetItem(frame, target, slice);
        }
        catch (JinjaException e) when (e.ErrorType is "TypeError" or "AttributeError" or "KeyError" or "IndexError")
        {
            return Attributes.Undefined(frame, target, slice);
        }
    }

    private static bool IsKept(object? value) => value switch
    {
        null or bool or long or System.Numerics.BigInteger or double or ComplexValue or RangeValue or string or Markup => true,
        TupleValue tuple => tuple.Items.All(IsKept),
        ListValue list => list.Items.All(IsKept),
        SetValue set => set.Items.All(IsKept),
        DictValue dict => dict.Entries.All(entry => IsKept(entry.Key) && IsKept(entry.Value)),
        _ => false,
    };
}
