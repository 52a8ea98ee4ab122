using System.Text;
using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Values;

/// <summary>What + and * do to strings, lists and tuples.</summary>
internal static class SequenceArithmetic
{
    internal static object? Add(RenderState state, object? left, object? right)
    {
        Guard.Refuse(left, right);
        switch (left, right)
        {
            case (string or Markup, string or Markup):
                return AddText(state, left!, right!);
            case (ListValue a, ListValue b):
                state.ChargeItems(a.Items.Count + (long)b.Items.Count);
                return new ListValue([.. a.Items, .. b.Items]);
            case (TupleValue a, TupleValue b):
                state.ChargeItems(a.Items.Length + (long)b.Items.Length);
                return new TupleValue([.. a.Items, .. b.Items]);
            case (string or Markup, _):
                throw Error.Type($"can only concatenate str (not \"{PythonTypes.NameOf(right)}\") to str");
            case (ListValue or TupleValue, _):
                string kind = PythonTypes.NameOf(left);
                throw Error.Type($"can only concatenate {kind} (not \"{PythonTypes.NameOf(right)}\") to {kind}");
            default:
                throw Arithmetic.Unsupported("+", left, right);
        }
    }

    private static object AddText(RenderState state, object left, object right)
    {
        bool safe = left is Markup || right is Markup;
        string a = safe && left is string raw ? Markup.Escape(raw) : Texts.Of(left);
        string b = safe && right is string unsafeText ? Markup.Escape(unsafeText) : Texts.Of(right);
        state.ChargeText(a.Length + (long)b.Length);
        return Texts.Wrap(a + b, safe);
    }

    internal static object? Multiply(RenderState state, object? left, object? right)
    {
        Guard.Refuse(left, right);
        if (!IsSequence(left) && IsSequence(right))
            (left, right) = (right, left);
        if (!IsSequence(left))
            throw Arithmetic.Unsupported("*", left, right);
        if (!Numbers.IsInteger(right))
            throw Error.Type($"can't multiply sequence by non-int of type '{PythonTypes.NameOf(right)}'");
        if (!Numbers.TryLong(right, out long times))
            throw Error.Overflow("cannot fit 'int' into an index-sized integer");
        times = Math.Max(0, times);
        if (Texts.TryGet(left, out string text))
            return Texts.Wrap(Repeat(state, text, times), left is Markup);
        return left is ListValue list
            ? new ListValue([.. Repeat(state, list.Items, times)])
            : new TupleValue([.. Repeat(state, ((TupleValue)left!).Items, times)]);
    }

    private static bool IsSequence(object? value) => value is string or Markup or ListValue or TupleValue;

    private static string Repeat(RenderState state, string text, long times)
    {
        if (text.Length == 0 || times == 0)
            return "";
        state.ChargeText(times > state.Limits.MaxStringLength ? long.MaxValue / 2 : text.Length * times);
        return new StringBuilder(text.Length * (int)times).Insert(0, text, (int)times).ToString();
    }

    private static List<object?> Repeat(RenderState state, IReadOnlyList<object?> items, long times)
    {
        if (items.Count == 0 || times == 0)
            return [];
        state.ChargeItems(times > state.Limits.MaxCollectionSize ? long.MaxValue / 2 : items.Count * times);
        List<object?> repeated = new(items.Count * (int)times);
        for (; times > 0; times--)
            repeated.AddRange(items);
        return repeated;
    }
}
