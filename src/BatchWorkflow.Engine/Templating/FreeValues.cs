using System.Collections;
using System.Globalization;
using System.Numerics;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Templating;

/// <summary>What an expression gave, as a free value of a definition.</summary>
internal static class FreeValues
{
    /// <summary>The value; throws <see cref="JinjaException"/> for what is undefined and <see cref="InvalidCastException"/> for what no definition can hold.</summary>
    public static object? From(object? value) => value switch
    {
        null or string or bool or long => value,
        double number => double.IsFinite(number) ? number : number.ToString(CultureInfo.InvariantCulture),
        BigInteger number => number.ToString(CultureInfo.InvariantCulture),
        UnknownValue unknown => throw new UnknownValueException(unknown),
        JinjaUndefined undefined => throw new InvalidCastException(undefined.Message),
        IDictionary map => Map(map),
        IEnumerable list => list.Cast<object?>().Select(From).ToList(),
        _ => throw new InvalidCastException($"the value is of a kind that a definition cannot hold ({value.GetType().Name})"),
    };

    private static Dictionary<string, object?> Map(IDictionary map)
    {
        Dictionary<string, object?> values = new(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in map)
            values[Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? ""] = From(entry.Value);
        return values;
    }
}
