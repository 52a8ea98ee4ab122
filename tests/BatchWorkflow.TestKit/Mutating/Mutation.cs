using System.Text;
using System.Text.RegularExpressions;

namespace BatchWorkflow.TestKit.Mutating;

/// <summary>Edits bytes as accidents and hostile people do: cuts, flips, NULs, huge numbers, other types, keys twice, deep nesting.</summary>
/// <param name="random">Where chance comes from.</param>
public sealed partial class Mutation(Random random)
{
    private static readonly string[] Wholes = ["", "null", "[]", "{}", "\"text\"", "7", "true", "\n\n", "\uFEFF", "@{", "---\n---\n", "[[[[[[", "\0\0\0\0"];

    private static readonly string[] Values =
        ["null", "true", "[]", "{}", "[[]]", "{a: 1}", "\"\"", "'x'", "3.5", "-1", "0", "18446744073709551615", "99999999999999999999999999", "1e999", ".nan", "0x1F", "2026-01-01",
         "\"\\u0000\"", "\"{{ server.name }}\"", "\"{{ vars.a }}\"", "\"{% for x in y %}\"", "env:", "env:NO SUCH", "sops:a#b", "'../../..'", "/dev/zero", "nul", "$true", "@()", "(Get-Date)"];

    private static readonly string[] Pieces =
        ["&a ", "*a", "<<: *a\n", "!!int ", "%YAML 9.9\n", "%TAG ! x\n", "{{", "}}", "{%", "{#", "\"", "'", "\t", "\n", ":", "- ", "#", "? ", "| \n", "[", "{", "]", "}", ",", ",,", "\\", "\\u0000",
         "\u0000", "\u0007", "\u2028", "é", "\uD83D\uDE00", "@{", "@(", "$(", "`", "&", ">", ";", "using module x\n", "#requires -Version 99\n", "configuration X { }\n", "trap { }\n", "\"sum\":\"00000000\""];

    private readonly List<string> _done = [];

    /// <summary>What was done, for messages.</summary>
    public IReadOnlyList<string> Done => _done;

    /// <summary>The bytes after one to three edits.</summary>
    public byte[] Apply(byte[] bytes)
    {
        byte[] edited = bytes;
        for (int edits = random.Next(1, 4); edits > 0; edits--)
            edited = Edit(edited);
        return edited;
    }

    /// <summary>The bytes after one edit.</summary>
    public byte[] Edit(byte[] bytes)
    {
        int kind = random.Next(12);
        _done.Add($"edit {kind} of {bytes.Length} bytes");
        return kind switch
        {
            0 => bytes[..random.Next(bytes.Length + 1)],
            1 => Flip(bytes),
            2 => Insert(bytes, "\0"u8.ToArray()),
            3 => Encoding.UTF8.GetBytes(Pick(Wholes)),
            4 => Lines(bytes, static (lines, at, _) => lines.RemoveAt(at)),
            5 => Lines(bytes, static (lines, at, to) => lines.Insert(to, lines[at])),
            6 => Lines(bytes, static (lines, at, to) => (lines[at], lines[to]) = (lines[to], lines[at])),
            7 or 8 => Replace(bytes, Token(), Pick(Values)),
            9 => Replace(bytes, Number(), Pick(["99999999999999999999", "-99999999999999999999", "1e400", "0.00000000000000000001", "2147483648", "-1"])),
            10 => Insert(bytes, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Pick(["[", "{\"a\":", "@{ a = ", "- ", "(", "{{ ("]), random.Next(1, 400))))),
            _ => Insert(bytes, Encoding.UTF8.GetBytes(Pick(Pieces))),
        };
    }

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];

    private byte[] Flip(byte[] bytes)
    {
        if (bytes.Length == 0)
            return bytes;
        byte[] flipped = [.. bytes];
        flipped[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return flipped;
    }

    private byte[] Insert(byte[] bytes, byte[] piece)
    {
        int at = random.Next(bytes.Length + 1);
        return [.. bytes[..at], .. piece, .. bytes[at..]];
    }

    private byte[] Lines(byte[] bytes, Action<List<string>, int, int> change)
    {
        List<string> lines = [.. Encoding.Latin1.GetString(bytes).Split('\n')];
        change(lines, random.Next(lines.Count), random.Next(lines.Count));
        return Encoding.Latin1.GetBytes(string.Join('\n', lines));
    }

    private byte[] Replace(byte[] bytes, Regex what, string value)
    {
        string text = Encoding.Latin1.GetString(bytes);
        MatchCollection found = what.Matches(text);
        if (found.Count == 0)
            return bytes;
        Match one = found[random.Next(found.Count)];
        return [.. Encoding.Latin1.GetBytes(text[..one.Index]), .. Encoding.UTF8.GetBytes(value), .. Encoding.Latin1.GetBytes(text[(one.Index + one.Length)..])];
    }

    [GeneratedRegex("\"[^\"\\n]*\"|'[^'\\n]*'|[A-Za-z0-9_./-]+")]
    private static partial Regex Token();

    [GeneratedRegex("-?[0-9]+(?:\\.[0-9]+)?")]
    private static partial Regex Number();
}
