using System.Numerics;
using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Values;

/// <summary>Python's &lt;, &lt;=, &gt; and &gt;=.</summary>
internal static class Ordering
{
    internal static bool IsLess(object? left, object? right) => Compare(left, right, "<") is < 0;

    internal static bool IsLessOrEqual(object? left, object? right) => Compare(left, right, "<=") is <= 0;

    internal static bool IsGreater(object? left, object? right) => Compare(left, right, ">") is > 0;

    internal static bool IsGreaterOrEqual(object? left, object? right) => Compare(left, right, ">=") is >= 0;

    /// <summary>Null where the two are not in any order, as with nan.</summary>
    internal static int? Compare(object? left, object? right, string sign)
    {
        if (left is long a && right is long b)
            return a.CompareTo(b);
        if (Texts.TryGet(left, out string leftText) && Texts.TryGet(right, out string rightText))
            return CompareText(leftText, rightText);
        if (Numbers.IsNumber(left) && Numbers.IsNumber(right))
            return Numbers.Compare(left!, right!);
        Guard.Refuse(left, right);
        return (left, right) switch
        {
            (ListValue x, ListValue y) => CompareItems(x.Items, y.Items, sign),
            (TupleValue x, TupleValue y) => CompareItems(x.Items, y.Items, sign),
            (SetValue x, SetValue y) => CompareSets(x, y),
            _ => throw Error.Type(
                $"'{sign}' not supported between instances of '{PythonTypes.NameOf(left)}' and '{PythonTypes.NameOf(right)}'"),
        };
    }

    /// <summary>Strings are ordered by code points, not by UTF-16 units.</summary>
    internal static int CompareText(string left, string right)
    {
        int length = Math.Min(left.Length, right.Length);
        for (int i = 0; i < length; i++)
        {
            if (left[i] == right[i])
                continue;
            bool leftSurrogate = char.IsSurrogate(left[i]);
            return leftSurrogate != char.IsSurrogate(right[i]) ? (leftSurrogate ? 1 : -1) : left[i].CompareTo(right[i]);
        }

        return left.Length.CompareTo(right.Length);
    }

    private static int? CompareItems(IReadOnlyList<object?> left, IReadOnlyList<object?> right, string sign)
    {
        RenderState.EnsureStack();
        for (int i = 0; i < left.Count && i < right.Count; i++)
            if (!ReferenceEquals(left[i], right[i]) && !Equality.AreEqual(left[i], right[i]))
                return Compare(left[i], right[i], sign);
        return left.Count.CompareTo(right.Count);
    }

    private static int? CompareSets(SetValue left, SetValue right)
    {
        bool below = left.Items.All(right.Contains);
        bool above = right.Items.All(left.Contains);
        return (below, above) switch { (true, true) => 0, (true, false) => -1, (false, true) => 1, _ => null };
    }
}
