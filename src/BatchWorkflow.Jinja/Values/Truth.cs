using System.Numerics;

namespace BatchWorkflow.Jinja.Values;

/// <summary>What Python takes for true.</summary>
internal static class Truth
{
    internal static bool Of(object? value) => value switch
    {
        bool boolean => boolean,
        null => false,
        string text => text.Length > 0,
        long integer => integer != 0,
        ListValue list => list.Items.Count > 0,
        DictValue dict => dict.Count > 0,
        double number => number != 0,
        Markup markup => markup.Text.Length > 0,
        TupleValue tuple => tuple.Items.Length > 0,
        BigInteger big => !big.IsZero,
        SetValue set => set.Count > 0,
        RangeValue range => range.Count > 0,
        BytesValue bytes => bytes.Bytes.Length > 0,
        ComplexValue complex => complex.Number != System.Numerics.Complex.Zero,
        DictView view => view.Dict.Count > 0,
        JinjaUndefined undefined => OfUndefined(undefined),
        UnknownValue unknown => throw new UnknownValueException(unknown),
        _ => true,
    };

    private static bool OfUndefined(JinjaUndefined undefined)
    {
        undefined.RefuseStrict();
        return false;
    }
}
