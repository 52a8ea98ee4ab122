using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using BatchWorkflow.Engine.Secrets;
using CsCheck;

namespace BatchWorkflow.Engine.Tests.Secrets;

public sealed class MaskerTests
{
    private const string Value = "p@ss/wörd+1'&\"x";

    [Fact]
    public void Mask_ValueInText_IsReplaced()
    {
        Assert.Equal("token=***; again ***", With("hunter2").Mask("token=hunter2; again hunter2"));
    }

    [Fact]
    public void Mask_TextWithoutSecret_IsTheSameText()
    {
        const string text = "nothing to hide here";
        Assert.Same(text, With("hunter2").Mask(text));
    }

    [Fact]
    public void Mask_ValuesThatOverlap_LeaveNothingOfEither()
    {
        Assert.Equal("a *** z", With("abcdef", "defghi").Mask("a abcdefghi z"));
        Assert.Equal("a *** z", With("abc", "abcdef").Mask("a abcdef z"));
        Assert.Equal("a ***x z", With("abc", "abcdefg").Mask("a abcx z"));
    }

    [Fact]
    public void Mask_EncodedValue_IsReplaced()
    {
        Masker masker = With(Value);
        string[] encoded =
        [
            Uri.EscapeDataString(Value), WebUtility.UrlEncode(Value), JsonSerializer.Serialize(Value)[1..^1],
            JsonSerializer.Serialize(Value, EngineJson.Line)[1..^1], Convert.ToBase64String(Encoding.UTF8.GetBytes(Value)),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Value)).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
            "'" + Value.Replace("'", @"'\''", StringComparison.Ordinal) + "'",
        ];
        foreach (string text in encoded)
            Assert.DoesNotContain(text.Trim('\''), masker.Mask($"see {text} here"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("u")]
    [InlineData("us")]
    [InlineData("use")]
    public void Mask_Base64OfTextAroundValue_HidesAllButTheEdges(string before)
    {
        const string secret = "correct-horse-battery";
        foreach (string after in new[] { "", "1", "22", "333" })
        {
            string encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{before}{secret}{after}"));
            string masked = With(secret).Mask(encoded);
            Assert.Contains("***", masked, StringComparison.Ordinal);
            Assert.True(masked.Length <= 3 + 4 + 8, masked);
        }
    }

    [Fact]
    public void Mask_WrappedBase64OfALongValue_HidesEachLine()
    {
        string secret = string.Concat(Enumerable.Range(0, 60).Select(n => $"{n:x2}-key-"));
        string wrapped = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret), Base64FormattingOptions.InsertLineBreaks);
        foreach (string line in wrapped.Split("\r\n"))
            Assert.Equal("***", With(secret).Mask(line));
    }

    [Fact]
    public void Mask_LinesOfAMultiLineValue_AreReplacedOneByOne()
    {
        Masker masker = With("-----BEGIN KEY-----\nMIIabc123\n}\n-----END KEY-----\n");
        Assert.Equal("***", masker.Mask("MIIabc123"));
        Assert.Equal("key: ***", masker.Mask("key: -----BEGIN KEY-----"));
        Assert.Equal("a brace } stays", masker.Mask("a brace } stays"));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("ab", false)]
    [InlineData(" ab\n", false)]
    [InlineData("abc", true)]
    public void Add_ShortValue_SaysThatItIsNotMasked(string value, bool expected)
    {
        Masker masker = new();
        Assert.Equal(expected, masker.Add(value));
        Assert.Equal(value.Length == 3 ? "***" : "ab is a word", masker.Mask(value.Length == 3 ? value : "ab is a word"));
    }

    [Fact]
    public void ToString_WithValues_TellsNone()
    {
        Assert.Equal("Masker of 1 values", With("hunter2").ToString());
        Assert.Equal("***", new ResolvedSecret("hunter2", isMasked: true).ToString());
    }

    [Fact]
    public void Mask_RandomValuesInRandomTexts_AgreesWithASimpleSearch()
    {
        // A small alphabet, so that values overlap, nest and touch.
        Gen<string> word = Gen.Char["abc"].Array[3, 6].Select(chars => new string(chars));
        Gen<string> text = Gen.Char["abc-"].Array[0, 60].Select(chars => new string(chars));
        Gen.Select(word.Array[1, 12], text).Sample((values, line) =>
        {
            SecretIndex index = SecretIndex.Empty;
            foreach (string value in values)
                index = index.With([value]);
            return Covered(line, at => index.FindNext(line, at, out Range found) ? found : null).SequenceEqual(CoveredSimply(line, values));
        }, iter: 2000, threads: 1);
    }

    [Fact]
    public async Task Mask_WhileManyThreadsAdd_NeverShowsWhatWasAddedBefore()
    {
        Masker masker = new();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (int number = 0; number < 200; number++)
            {
                string value = $"secret-{thread}-{number}-x";
                masker.Add(value);
                Assert.DoesNotContain(value, masker.Mask($"<{value}>"), StringComparison.Ordinal);
            }
        })));
    }

    [Fact]
    public void Mask_ThousandsOfValuesAndALongLine_StaysFast()
    {
        Masker masker = With([.. Enumerable.Range(0, 5000).Select(number => $"ghp_{number:x8}{number * 7919:x8}token")]);
        string line = string.Concat(Enumerable.Repeat("2026-01-01 an ordinary line of output with ghp_ in it and words; ", 16_000));
        masker.Mask(line[..100]);
        long begin = Stopwatch.GetTimestamp();
        Assert.Same(line, masker.Mask(line));

        // A search for each value in turn takes minutes for this; the bound leaves room for a busy machine.
        Assert.True(Stopwatch.GetElapsedTime(begin) < TimeSpan.FromSeconds(5), Stopwatch.GetElapsedTime(begin).ToString());
    }

    private static Masker With(params string[] values)
    {
        Masker masker = new();
        foreach (string value in values)
            masker.Add(value);
        return masker;
    }

    private static bool[] Covered(string line, Func<int, Range?> next)
    {
        bool[] covered = new bool[line.Length];
        for (int at = 0; next(at) is { } found; at = found.End.Value)
            covered.AsSpan(found).Fill(true);
        return covered;
    }

    private static bool[] CoveredSimply(string line, string[] values)
    {
        bool[] covered = new bool[line.Length];
        foreach (string value in values)
            for (int at = 0; at + value.Length <= line.Length; at++)
                if (string.CompareOrdinal(line, at, value, 0, value.Length) == 0)
                    covered.AsSpan(at, value.Length).Fill(true);
        return covered;
    }
}
