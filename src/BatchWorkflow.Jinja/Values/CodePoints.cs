namespace BatchWorkflow.Jinja.Values;

/// <summary>Strings counted by code points, as Python counts them; .NET counts UTF-16 units.</summary>
internal static class CodePoints
{
    internal static int Count(string text)
    {
        int count = text.Length;
        for (int i = 1; i < text.Length; i++)
            if (char.IsLowSurrogate(text[i]) && char.IsHighSurrogate(text[i - 1]))
                count--;
        return count;
    }

    internal static bool IsPlain(string text) => !text.AsSpan().ContainsAnyInRange('\ud800', '\udfff');

    /// <summary>The code points of a text, each as a string.</summary>
    internal static string[] Split(string text)
    {
        List<string> points = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            int length = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? 2 : 1;
            points.Add(text.Substring(i, length));
            i += length - 1;
        }

        return [.. points];
    }

    /// <summary>The first code points of a text.</summary>
    internal static string Take(string text, int count)
    {
        if (IsPlain(text))
            return count >= text.Length ? text : text[..Math.Max(0, count)];
        return string.Concat(Split(text).Take(count));
    }

    /// <summary>The offset in UTF-16 units of a code point, and back.</summary>
    internal static int ToUnits(string text, int point)
    {
        if (IsPlain(text))
            return Math.Min(point, text.Length);
        return Split(text).Take(point).Sum(p => p.Length);
    }

    internal static int FromUnits(string text, int unit) => unit < 0 || IsPlain(text) ? unit : Count(text[..unit]);
}
