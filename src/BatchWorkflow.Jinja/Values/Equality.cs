using System.Numerics;
using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Values;

/// <summary>Python's ==.</summary>
internal static class Equality
{
    /// <summary>How many values one comparison may look at: a structure that holds itself many times over is larger than it seems.</summary>
    private const int MaximumVisits = 4_000_000;

    internal static bool AreEqual(object? left, object? right)
    {
        if (left is string a && right is string b)
            return a == b;
        int visits = 0;
        return AreEqual(left, right, ref visits);
    }

    private static bool AreEqual(object? left, object? right, ref int visits)
    {
        if (++visits > MaximumVisits)
            throw Error.Limit("the values are too large to compare");
        if (left is UnknownValue or JinjaUndefined || right is UnknownValue or JinjaUndefined)
            return AreEqualSpecial(left, right);
        if (left is null || right is null)
            return left is null && right is null;
        if (Numbers.IsNumber(left) && right is not ComplexValue)
            return Numbers.IsNumber(right) && Numbers.AreEqual(left, right);
        if (ComplexValue.TryBoth(left, right, out Complex x, out Complex y))
            return x == y;
        return (left, right) switch
        {
            (string or Markup, string or Markup) => Texts.Of(left) == Texts.Of(right),
            (ListValue a, ListValue b) => SameItems(a.Items, b.Items, ref visits),
            (TupleValue a, TupleValue b) => SameItems(a.Items, b.Items, ref visits),
            (DictValue a, DictValue b) => SameEntries(a, b, ref visits),
            (SetValue a, SetValue b) => a.Count == b.Count && a.Items.All(b.Contains),
            (RangeValue a, RangeValue b) => a.Count == b.Count
                && (a.Count == 0 || (a.Start == b.Start && (a.Count == 1 || a.Step == b.Step))),
            (DictView a, DictView b) when a.Kind == b.Kind && a.Kind != DictViewKind.Values =>
                a.Dict.Count == b.Dict.Count && SameView(a, b, ref visits),
            _ => ReferenceEquals(left, right) || left.Equals(right),
        };
    }

    private static bool AreEqualSpecial(object? left, object? right)
    {
        if ((left as UnknownValue ?? right as UnknownValue) is { } unknown)
            throw new UnknownValueException(unknown);
        (left as JinjaUndefined)?.RefuseStrict();
        (right as JinjaUndefined)?.RefuseStrict();
        return left is JinjaUndefined a && right is JinjaUndefined b && a.Kind == b.Kind;
    }

    private static bool SameItems(IReadOnlyList<object?> left, IReadOnlyList<object?> right, ref int visits)
    {
        if (ReferenceEquals(left, right))
            return true;
        if (left.Count != right.Count)
            return false;
        RenderState.EnsureStack();
        for (int i = 0; i < left.Count; i++)
            if (!ReferenceEquals(left[i], right[i]) && !AreEqual(left[i], right[i], ref visits))
                return false;
        return true;
    }

    private static bool SameEntries(DictValue left, DictValue right, ref int visits)
    {
        if (ReferenceEquals(left, right))
            return true;
        if (left.Count != right.Count)
            return false;
        RenderState.EnsureStack();
        foreach (KeyValuePair<object?, object?> entry in left.Entries)
            if (!right.TryGet(entry.Key, out object? other)
                || (!ReferenceEquals(entry.Value, other) && !AreEqual(entry.Value, other, ref visits)))
                return false;
        return true;
    }

    private static bool SameView(DictView left, DictView right, ref int visits) => left.Kind == DictViewKind.Keys
        ? left.Dict.Keys.All(right.Dict.Contains)
        : SameEntries(left.Dict, right.Dict, ref visits);
}
