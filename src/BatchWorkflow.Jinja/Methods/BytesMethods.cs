using System.Text;
using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Methods;

/// <summary>From strings to bytes and back, in the encodings that Python names.</summary>
internal static class BytesMethods
{
    internal static (string Name, string Parameters, NativeBody Body)[] OfStrings { get; } =
    [
        ("encode", "encoding errors", Encode),
    ];

    internal static FunctionTable Table { get; } = new(
    [
        ("decode", "encoding errors", Decode), ("hex", "", (in call) => Convert.ToHexStringLower(((BytesValue)call.Value!).Bytes)),
    ]);

    private static BytesValue Encode(in Invocation call)
    {
        string text = Texts.Of(call.Value);
        call.State.ChargeText(text.Length);
        (Encoding encoding, string name, bool mark) = Find(call.Text(0, "utf-8"));
        EncoderFallback fallback = call.Text(1, "strict") switch
        {
            "ignore" => new EncoderReplacementFallback(""),
            "replace" => new EncoderReplacementFallback("?"),
            "xmlcharrefreplace" or "backslashreplace" => new EscapingFallback(call.Text(1) == "xmlcharrefreplace"),
            "strict" => EncoderFallback.ExceptionFallback,
            string other => throw Error.Lookup($"unknown error handler name '{other}'"),
        };
        encoding = (Encoding)encoding.Clone();
        encoding.EncoderFallback = fallback;
        try
        {
            return new BytesValue([.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)]);
        }
        catch (EncoderFallbackException e)
        {
            int point = e.CharUnknownHigh != 0 ? char.ConvertToUtf32(e.CharUnknownHigh, e.CharUnknownLow) : e.CharUnknown;
            string shown = point < 256 ? $"\\x{point:x2}" : point < 65536 ? $"\\u{point:x4}" : $"\\U{point:x8}";
            string range = name switch { "ascii" => "ordinal not in range(128)", "latin-1" => "ordinal not in range(256)", _ => "surrogates not allowed" };
            throw Error.Of("UnicodeEncodeError", $"'{name}' codec can't encode character '{shown}' in position {CodePoints.Count(text[..e.Index])}: {range}");
        }
    }

    private static string Decode(in Invocation call)
    {
        byte[] bytes = ((BytesValue)call.Value!).Bytes;
        (Encoding encoding, string name, bool mark) = Find(call.Text(0, "utf-8"));
        encoding = (Encoding)encoding.Clone();
        encoding.DecoderFallback = call.Text(1, "strict") switch
        {
            "ignore" => new DecoderReplacementFallback(""),
            "replace" => new DecoderReplacementFallback("\ufffd"),
            "strict" => DecoderFallback.ExceptionFallback,
            string other => throw Error.Lookup($"unknown error handler name '{other}'"),
        };
        byte[] preamble = encoding.GetPreamble();
        try
        {
            return encoding.GetString(mark && bytes.AsSpan().StartsWith(preamble) ? bytes[preamble.Length..] : bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw Error.Of("UnicodeDecodeError", $"'{name}' codec can't decode byte 0x{e.BytesUnknown![0]:x2} in position {e.Index}: invalid start byte");
        }
    }

    /// <summary>An encoding by one of Python's names, the name that messages give it, and whether its bytes begin with a mark.</summary>
    private static (Encoding Encoding, string Name, bool Mark) Find(string name) =>
        name.ToUpperInvariant().Replace('_', '-').Replace(' ', '-') switch
        {
            "UTF-8" or "UTF8" or "U8" => (new UTF8Encoding(false), "utf-8", false),
            "UTF-8-SIG" => (new UTF8Encoding(true), "utf-8", true),
            "ASCII" or "US-ASCII" or "646" => (Encoding.ASCII, "ascii", false),
            "LATIN-1" or "LATIN1" or "ISO-8859-1" or "ISO8859-1" or "L1" => (Encoding.Latin1, "latin-1", false),
            "UTF-16" or "UTF16" or "U16" => (new UnicodeEncoding(false, true), "utf-16", true),
            "UTF-16-LE" or "UTF-16LE" => (new UnicodeEncoding(false, false), "utf-16-le", false),
            "UTF-16-BE" or "UTF-16BE" => (new UnicodeEncoding(true, false), "utf-16-be", false),
            "UTF-32" or "UTF32" or "U32" => (new UTF32Encoding(false, true), "utf-32", true),
            "UTF-32-LE" or "UTF-32LE" => (new UTF32Encoding(false, false), "utf-32-le", false),
            "UTF-32-BE" or "UTF-32BE" => (new UTF32Encoding(true, false), "utf-32-be", false),
            _ => throw Error.Lookup($"unknown encoding: {name}"),
        };

    /// <summary>Writes what an encoding lacks as an XML character reference, or as a backslash escape.</summary>
    private sealed class EscapingFallback(bool xml) : EncoderFallback
    {
        public override int MaxCharCount => 10;

        public override EncoderFallbackBuffer CreateFallbackBuffer() => new Buffer(xml);

        private sealed class Buffer(bool xml) : EncoderFallbackBuffer
        {
            private string _escape = "";
            private int _at;

            public override int Remaining => _escape.Length - _at;

            public override bool Fallback(char charUnknown, int index) => Begin(charUnknown);

            public override bool Fallback(char charUnknownHigh, char charUnknownLow, int index) => Begin(char.ConvertToUtf32(charUnknownHigh, charUnknownLow));

            public override char GetNextChar() => _at < _escape.Length ? _escape[_at++] : '\0';

            public override bool MovePrevious()
            {
                if (_at == 0)
                    return false;
                _at--;
                return true;
            }

            private bool Begin(int point)
            {
                _escape = xml ? $"&#{point};" : point < 256 ? $"\\x{point:x2}" : point < 65536 ? $"\\u{point:x4}" : $"\\U{point:x8}";
                _at = 0;
                return true;
            }
        }
    }
}
