using System.Globalization;
using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Filters;

/// <summary>What the <c>attribute</c> of filters names: a path of attributes and indices with dots between.</summary>
internal sealed class AttributePath(object?[] parts, object? otherwise = null)
{
    internal static AttributePath Parse(object? attribute, object? otherwise = null)
    {
        if (attribute is null or Missing)
            return new AttributePath([]);
        if (!Texts.TryGet(attribute, out string text))
            return new AttributePath([attribute], otherwise);
        return new AttributePath([.. text.Split('.').Select(Part)], otherwise);
    }

    private static object? Part(string part) =>
        part.Length > 0 && part.All(char.IsAsciiDigit) && long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out long index)
            ? index : part;

    /// <summary>Several paths with commas between, as sorting takes them.</summary>
    internal static AttributePath[] ParseMany(object? attribute) => Texts.TryGet(attribute, out string text)
        ? [.. text.Split(',').Select(part => Parse(part))]
        : [Parse(attribute)];

    internal object? Get(Frame frame, object? item)
    {
        foreach (object? part in parts)
        {
            item = Attributes.GetItem(frame, item, part);
            if (otherwise is not null && item is JinjaUndefined)
                item = otherwise;
        }

        return item;
    }

    /// <summary>A key to compare by: strings without case where case does not matter.</summary>
    internal static object? Folded(object? value, bool caseSensitive)
    {
        if (!caseSensitive && Texts.TryGet(value, out string text))
            return Methods.StringCase.Lower(text);
        return value;
    }
}
