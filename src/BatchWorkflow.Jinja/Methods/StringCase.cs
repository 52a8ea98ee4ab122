using System.Globalization;
using System.Text;
using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Methods;

/// <summary>Upper and lower case of strings.</summary>
internal static class StringCase
{
    internal static (string Name, string Parameters, NativeBody Body)[] Methods { get; } =
    [
        ("upper", "", (in call) => StringMethods.Wrap(call, Upper(StringMethods.Self(call)))),
        ("lower", "", (in call) => StringMethods.Wrap(call, Lower(StringMethods.Self(call)))),
        ("casefold", "", (in call) => StringMethods.Wrap(call, Lower(StringMethods.Self(call)).Replace("ß", "ss", StringComparison.Ordinal))),
        ("capitalize", "", (in call) => StringMethods.Wrap(call, Capitalize(StringMethods.Self(call)))),
        ("title", "", (in call) => StringMethods.Wrap(call, Title(StringMethods.Self(call)))),
        ("swapcase", "", (in call) => StringMethods.Wrap(call, Swap(StringMethods.Self(call)))),
    ];

    internal static string Upper(string text)
    {
        string upper = text.ToUpperInvariant();
        return upper.Contains('ß', StringComparison.Ordinal) ? upper.Replace("ß", "SS", StringComparison.Ordinal) : upper;
    }

    internal static string Lower(string text)
    {
        string lower = text.ToLowerInvariant();
        return text.Contains('Σ', StringComparison.Ordinal) ? FinalSigma(text, lower) : lower;
    }

    internal static string Capitalize(string text)
    {
        if (text.Length == 0)
            return text;
        int first = char.IsHighSurrogate(text[0]) && text.Length > 1 ? 2 : 1;
        return TitleOf(text[..first]) + Lower(text)[first..];
    }

    /// <summary>A word begins after anything that has no case.</summary>
    internal static string Title(string text)
    {
        StringBuilder titled = new(text.Length);
        string lower = Lower(text);
        bool inWord = false;
        int at = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            titled.Append(inWord ? lower.Substring(at, rune.Utf16SequenceLength) : TitleOf(rune.ToString()));
            inWord = IsCased(rune);
            at += rune.Utf16SequenceLength;
        }

        return titled.ToString();
    }

    internal static bool IsCased(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter
        or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter || rune.Value is 0xAA or 0xBA or (>= 0x2160 and <= 0x217F);

    private static string TitleOf(string character) => character switch
    {
        "ß" => "Ss",
        "ǆ" or "Ǆ" or "ǅ" => "ǅ",
        "ﬁ" => "Fi",
        "ﬂ" => "Fl",
        _ => Upper(character),
    };

    private static string Swap(string text)
    {
        StringBuilder swapped = new(text.Length);
        string lower = Lower(text);
        int at = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            swapped.Append(Rune.IsUpper(rune) ? lower.Substring(at, rune.Utf16SequenceLength) : Upper(rune.ToString()));
            at += rune.Utf16SequenceLength;
        }

        return swapped.ToString();
    }

    private static string FinalSigma(string text, string lower)
    {
        StringBuilder result = new(lower);
        for (int i = 0; i < text.Length; i++)
            if (text[i] == 'Σ' && i > 0 && char.IsLetter(text[i - 1]) && (i + 1 == text.Length || !char.IsLetter(text[i + 1])))
                result[i] = 'ς';
        return result.ToString();
    }
}
