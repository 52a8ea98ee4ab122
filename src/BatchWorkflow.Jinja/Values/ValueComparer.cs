using System.Numerics;
using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Values;

/// <summary>Equality and hashes of keys, as Python has them.</summary>
internal sealed class ValueComparer : IEqualityComparer<object>
{
    internal static ValueComparer Instance { get; } = new();

    bool IEqualityComparer<object>.Equals(object? x, object? y) => (x, y) switch
    {
        (string a, string b) => a == b,
        _ => ReferenceEquals(x, y) || Equality.AreEqual(NoneKey.Unwrap(x!), NoneKey.Unwrap(y!)),
    };

    public int GetHashCode(object obj) => obj switch
    {
        string text => text.GetHashCode(StringComparison.Ordinal),
        Markup markup => markup.Text.GetHashCode(StringComparison.Ordinal),
        bool boolean => boolean ? 1 : 0,
        long integer => integer.GetHashCode(),
        double number when Math.Floor(number) == number && Math.Abs(number) < 9e18 => ((long)number).GetHashCode(),
        double number when Math.Floor(number) == number && !double.IsInfinity(number) => new BigInteger(number).GetHashCode(),
        TupleValue tuple => HashOf(tuple),
        _ => HashOfOther(obj),
    };

    private static int HashOfOther(object value)
    {
        Guard.RefuseUnknown(value);
        switch (value)
        {
            case ListValue or DictValue or SetValue or DictView { Kind: not DictViewKind.Values }: throw Error.Type($"unhashable type: '{PythonTypes.NameOf(value)}'");
            case JinjaUndefined undefined:
                undefined.RefuseStrict();
                return (int)undefined.Kind;
            default: return value.GetHashCode();
        }
    }

    private static int HashOf(TupleValue tuple)
    {
        RenderState.EnsureStack();
        return tuple.Hash;
    }
}
