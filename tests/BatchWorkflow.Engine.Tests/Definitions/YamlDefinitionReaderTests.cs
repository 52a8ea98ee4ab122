using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Definitions.Reading;

namespace BatchWorkflow.Engine.Tests.Definitions;

public sealed class YamlDefinitionReaderTests
{
    private static readonly string[] Pieces =
    [
        "", "[", "]", "{", "}", ":", ": ", "- ", "\n", "\t", "&a ", "*a", "!", "!!", "!<x>", "|", ">", "\"", "'", "%", "@", "`", "#", "? ",
        "---\n", "...\n", "\\", ",", "é", "\u2028", "\ufeff", "<<: *a\n",
        "%TAG ! x:\n", "%YAML 9.9\n", "!a%zz ", "!!%41 ", "\\x", "\"\\uD800\"", "\"\\U00110000\"", "|2", ">9-\n", "&", "*", "\r", "0x", "1e", "-",
    ];

    [Theory]
    [InlineData("yes", "yes")]
    [InlineData("no", "no")]
    [InlineData("on", "on")]
    [InlineData("off", "off")]
    [InlineData("true", true)]
    [InlineData("FALSE", false)]
    [InlineData("'true'", "true")]
    [InlineData("\"1\"", "1")]
    [InlineData("~", null)]
    [InlineData("", null)]
    [InlineData("null", null)]
    [InlineData("\"\"", "")]
    [InlineData("0755", 755L)]
    [InlineData("0o755", 493L)]
    [InlineData("0xff", 255L)]
    [InlineData("-12", -12L)]
    [InlineData("+12", 12L)]
    [InlineData("1.5", 1.5)]
    [InlineData("1e3", 1000.0)]
    [InlineData("-.5", -0.5)]
    [InlineData("1_000", "1_000")]
    [InlineData("12:30", "12:30")]
    [InlineData("2024-01-01", "2024-01-01")]
    [InlineData("1.2.3", "1.2.3")]
    [InlineData("0x", "0x")]
    [InlineData("0o9", "0o9")]
    [InlineData("!!str 1", "1")]
    [InlineData("!!float 1", 1L)]
    [InlineData("! 1", "1")]
    [InlineData("|\n  a\n  b\n", "a\nb\n")]
    [InlineData(">-\n  a\n  b\n", "a b")]
    [InlineData("\"a\\0b\"", "a\0b")]
    public void Scalar_OfTheCoreSchema_HasItsValue(string text, object? value)
    {
        DefinitionNode node = Assert.Single(Map("a: " + text + "\n").Entries).Value;
        Assert.Equal(value, Assert.IsType<ScalarNode>(node).Value);
    }

    [Fact]
    public void Nodes_InAllStyles_KnowTheirPlaces()
    {
        MapNode map = Map("a:\n  - b: 1\n    c: [x, { d: e }]\n");
        MapNode item = (MapNode)((ListNode)map.Entries[0].Value).Items[0];
        Assert.Equal(new SourceLocation("f", 2, 5), item.Location);
        Assert.Equal(new SourceLocation("f", 3, 5), item.Entries[1].KeyLocation);
        Assert.Equal(new SourceLocation("f", 3, 12), ((ListNode)item.Entries[1].Value).Items[1].Location);
    }

    [Fact]
    public void MergeKeys_OfOneAndOfMany_GiveWhatTheMapItselfLacks()
    {
        MapNode map = Map("a: &a { x: 1, y: 1 }\nb: &b { y: 2, z: 2 }\nc: { <<: *a, x: 3 }\nd: { <<: [*b, *a], w: 4 }\n");
        Assert.Equal("""{"x":3,"y":1}""", TreeJson.Write(map.Entries[2].Value));
        Assert.Equal("""{"w":4,"y":2,"z":2,"x":1}""", TreeJson.Write(map.Entries[3].Value));
        Assert.Equal("""{"\u003C\u003C":1}""", TreeJson.Write(Map("'<<': 1")));
    }

    [Fact]
    public void Tabs_InsideValues_AreTheirs() =>
        Assert.Equal("""{"a":"x\ty","b":"\tz\n","c":[1,2]}""", TreeJson.Write(Map("a: \"x\ty\"\nb: |\n  \tz\nc: [1,\n\t2]\n")));

    [Fact]
    public void Text_Mutated_IsATreeOrAProblemAndNeverAnException()
    {
        string seed = File.ReadAllText(Path.Combine(Fixtures.Folder, "accepted", "workflow", "seed.yaml"));
        Random random = new(20260729);
        for (int round = 0; round < 1000; round++)
        {
            string text = seed;
            for (int edits = random.Next(1, 7); edits > 0; edits--)
            {
                int at = random.Next(text.Length);
                text = text[..at] + Pieces[random.Next(Pieces.Length)] + text[Math.Min(text.Length, at + random.Next(7))..];
            }
            List<Problem> problems = [];
            DefinitionNode? root = new YamlDefinitionReader().Read("f", text, problems);
            Assert.True(root is not null || problems is [{ Location.Line: > 0 }, ..], text);
        }
    }

    private static MapNode Map(string text)
    {
        List<Problem> problems = [];
        DefinitionNode? root = new YamlDefinitionReader().Read("f", text, problems);
        Assert.Empty(problems);
        return Assert.IsType<MapNode>(root);
    }
}
