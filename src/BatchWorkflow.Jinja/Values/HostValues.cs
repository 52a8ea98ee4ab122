using System.Collections;
using System.Globalization;
using System.Numerics;
using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Values;

/// <summary>Turns the host's values into those of templates, and back.</summary>
internal static class HostValues
{
    private const int MaximumDepth = 200;

    internal static object? FromHost(object? value) => FromHost(value, 0);

    private static object? FromHost(object? value, int depth) => value switch
    {
        null or string or BigInteger or double or UnknownValue or JinjaUndefined => value is BigInteger big ? Boxes.Of(big) : value,
        bool boolean => Boxes.Of(boolean),
        long integer => Boxes.Of(integer),
        int integer => Boxes.Of(integer),
        short or ushort or byte or sbyte or uint => Boxes.Of(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        ulong integer => Boxes.Of((BigInteger)integer),
        Int128 integer => Boxes.Of((BigInteger)integer),
        float number => double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        decimal number => (double)number,
        char character => character.ToString(),
        Enum name => name.ToString(),
        JinjaSafeText safe => new Markup(safe.Text),
        JinjaFunction function => new HostFunction(function),
        _ => FromCollection(value, depth),
    };

    internal static object FromCollection(object value, int depth)
    {
        if (depth >= MaximumDepth)
            throw Error.Value("a value of the host is nested too deeply");
        switch (value)
        {
            case IReadOnlyDictionary<string, object?> dictionary:
                DictValue byName = new(dictionary.Count);
                foreach ((string key, object? item) in dictionary)
                    byName.Set(key, Entry(item, depth + 1));
                return byName;
            case IDictionary dictionary:
                DictValue byKey = new(dictionary.Count);
                foreach (DictionaryEntry entry in dictionary)
                    byKey.Set(FromHost(entry.Key, depth + 1), Entry(entry.Value, depth + 1));
                return byKey;
            case IEnumerable items:
                List<object?> list = value is ICollection sized ? new(sized.Count) : [];
                foreach (object? item in items)
                    list.Add(FromHost(item, depth + 1));
                return new ListValue(list);
            default:
                throw Error.Type($"a value of the .NET type '{value.GetType().FullName}' cannot be used in a template");
        }
    }

    private static object? Entry(object? value, int depth) =>
        value is IEnumerable and not string ? new HostCollection(value, depth) : FromHost(value, depth);

    internal static object? ToHost(object? value) => ToHost(value, 0);

    private static object? ToHost(object? value, int depth)
    {
        if (depth >= MaximumDepth)
            throw Error.Value("the value is nested too deeply");
        return value switch
        {
            Markup markup => markup.Text,
            ListValue list => ToList(list.Items, depth),
            TupleValue tuple => ToList(tuple.Items, depth),
            SetValue set => ToList(set.Items, depth),
            DictValue dict => ToDictionary(dict, depth),
            DictView view => ToList(Enumerable.Range(0, view.Dict.Count).Select(view.At), depth),
            IteratorValue iterator => ToList(iterator.Rest(), depth),
            RangeValue range => ToList(Iteration.OfRange(range), depth),
            NamespaceValue space => ToDictionary(space.Attributes, depth),
            _ => value,
        };
    }

    private static List<object?> ToList(IEnumerable<object?> items, int depth)
    {
        List<object?> list = [];
        foreach (object? item in items)
        {
            list.Add(ToHost(item, depth + 1));
            if (list.Count > JinjaLimits.Default.MaxCollectionSize)
                throw Error.Limit("the value has too many elements");
        }

        return list;
    }

    private static Dictionary<object, object?> ToDictionary(DictValue dict, int depth)
    {
        Dictionary<object, object?> result = new(dict.Count);
        foreach ((object? key, object? value) in dict.Entries)
            result[ToHost(key, depth + 1) ?? "None"] = ToHost(value, depth + 1);
        return result;
    }
}
