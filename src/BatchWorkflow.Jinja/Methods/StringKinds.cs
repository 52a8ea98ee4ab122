using System.Globalization;
using System.Text;
using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Methods;

/// <summary>Questions about what a string consists of.</summary>
internal static class StringKinds
{
    internal static (string Name, string Parameters, NativeBody Body)[] Methods { get; } =
    [
        ("isalpha", "", (in call) => All(call, Rune.IsLetter)),
        ("isalnum", "", (in call) => All(call, rune => Rune.IsLetter(rune) || IsNumeric(rune))),
        ("isdigit", "", (in call) => All(call, IsDigit)),
        ("isdecimal", "", (in call) => All(call, rune => Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber)),
        ("isnumeric", "", (in call) => All(call, IsNumeric)),
        ("isspace", "", (in call) => All(call, IsSpace)),
        ("isascii", "", (in call) => Boxes.Of(StringMethods.Self(call).All(char.IsAscii))),
        ("isprintable", "", (in call) => Boxes.Of(StringMethods.Self(call).All(c => c == ' ' || !(char.IsControl(c) || char.IsWhiteSpace(c))))),
        ("isidentifier", "", (in call) => Boxes.Of(IsIdentifier(StringMethods.Self(call)))),
        ("isupper", "", (in call) => Boxes.Of(IsUpper(StringMethods.Self(call)))),
        ("islower", "", (in call) => Boxes.Of(IsLower(StringMethods.Self(call)))),
        ("istitle", "", (in call) => Boxes.Of(IsTitle(StringMethods.Self(call)))),
    ];

    internal static bool IsUpper(string text) => HasOnly(text, rune => !Rune.IsLower(rune) && !IsTitleLetter(rune));

    internal static bool IsLower(string text) => HasOnly(text, rune => !Rune.IsUpper(rune) && !IsTitleLetter(rune));

    /// <summary>Whitespace as Python's strings have it.</summary>
    internal static bool IsSpace(Rune rune) => Rune.IsWhiteSpace(rune) || rune.Value is >= 0x1c and <= 0x1f;

    internal static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1c' and <= '\x1f';

    private static bool IsTitleLetter(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.TitlecaseLetter;

    private static object All(in Invocation call, Func<Rune, bool> holds)
    {
        string text = StringMethods.Self(call);
        return Boxes.Of(text.Length > 0 && text.EnumerateRunes().All(holds));
    }

    private static bool HasOnly(string text, Func<Rune, bool> fits)
    {
        bool cased = false;
        foreach (Rune rune in text.EnumerateRunes().Where(StringCase.IsCased))
        {
            if (!fits(rune))
                return false;
            cased = true;
        }

        return cased;
    }

    private static bool IsTitle(string text)
    {
        bool inWord = false;
        bool cased = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isCased = StringCase.IsCased(rune);
            if (isCased && Rune.IsUpper(rune) == inWord)
                return false;
            cased |= isCased;
            inWord = isCased;
        }

        return cased;
    }

    private static bool IsDigit(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.DecimalDigitNumber => true,
        UnicodeCategory.OtherNumber => CharUnicodeInfo.GetDigitValue(rune.ToString(), 0) >= 0,
        _ => false,
    };

    private static bool IsNumeric(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private static bool IsIdentifier(string text) => text.Length > 0 && (text[0] == '_' || char.IsLetter(text[0]))
        && text.All(c => c == '_' || char.IsLetterOrDigit(c));
}
