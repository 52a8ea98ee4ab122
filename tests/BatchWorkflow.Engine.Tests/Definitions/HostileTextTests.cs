using System.Text;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Definitions.Reading;

namespace BatchWorkflow.Engine.Tests.Definitions;

/// <summary>Texts of hostile or unlucky people end in one clear problem within bounded memory.</summary>
public sealed class HostileTextTests
{
    private const int Million = 1_000_000;

    public static TheoryData<string, string, string> Yaml => new()
    {
        { "", "Definition.Empty", "f.yaml:1:1: The file is empty." },
        { "# only a comment\n", "Definition.Empty", "f.yaml:1:1: The file is empty." },
        { "a:\n\tb: c\n", "Definition.Tab", "f.yaml:2:1: A tab indents this line; YAML allows spaces only. Replace the tab by spaces." },
        { "a:\n  b: c\n\td: e\n", "Definition.Tab", "f.yaml:3:1: A tab indents this line; YAML allows spaces only. Replace the tab by spaces." },
        { "a:\n \tb: c\n", "Definition.Tab", "f.yaml:2:2: A tab indents this line; YAML allows spaces only. Replace the tab by spaces." },
        { "\ta: b\n", "Definition.Tab", "f.yaml:1:1: A tab indents this line; YAML allows spaces only. Replace the tab by spaces." },
        { "a:\n-\tb: c\n", "Definition.Tab", "f.yaml:2:2: A tab indents this line; YAML allows spaces only. Replace the tab by spaces." },
        { "a: 1\nb:\n\t- c: d\n\t  e: f\n", "Definition.Tab", "f.yaml:3:1: A tab indents this line; YAML allows spaces only. Replace the tab by spaces." },
        { "a: 1\nb:\n  - c: d\n    e: f\n\tg: {}\n", "Definition.Tab", "f.yaml:5:1: A tab indents this line; YAML allows spaces only. Replace the tab by spaces." },
        { "a: [1,\n\t2]\nb: |\n  \tc\nd: 'x\n", "Definition.Syntax", "f.yaml:5:4: This is not YAML: the text in quotes that begins here is not closed. Close it with the same quote." },
        { "a: 1\n---\nb: 2\n", "Definition.Documents", "f.yaml:2:1: A second document begins here; a definition is one. Put it into a file of its own." },
        { "a: 1\nb: 2\na: 3\n", "Definition.DuplicateKey", "f.yaml:3:1: The key \"a\" stands twice in one map: here and at line 1, column 1. Keep one of them." },
        { "a: &x [*x]\n", "Definition.Alias", "f.yaml:1:8: The alias *x stands inside its own anchor." },
        { "a: &web 1\nb: *wbe\n", "Definition.Alias", "f.yaml:2:4: No anchor &wbe stands before the alias *wbe. Did you mean web?" },
        { "a: !python/object:os.system x\n", "Definition.Tag", "f.yaml:1:4: The tag !python/object:os.system is not known or does not fit this value. Remove it: only !!str, !!int, !!float, !!bool, !!null, !!map and !!seq have a meaning here." },
        { "a: !!int x\n", "Definition.Tag", "f.yaml:1:4: The tag !!int is not known or does not fit this value. Remove it: only !!str, !!int, !!float, !!bool, !!null, !!map and !!seq have a meaning here." },
        { "a: !<http://> y\n", "Definition.Syntax", "f.yaml:1:2: This is not YAML: a tag after this place is not valid." },
        { "? [a]\n: b\n", "Definition.Key", "f.yaml:1:3: A key is one word or text, not a list or a map." },
        { ": b\n", "Definition.Key", "f.yaml:1:1: A key is missing before the colon." },
        { "<<: 3\n", "Definition.Merge", "f.yaml:1:5: A merge key (<<) takes a map or a list of maps." },
        { "a: 99999999999999999999\n", "Definition.Number", "f.yaml:1:4: The number 99999999999999999999 cannot be kept exactly. Put it in quotes if it is text." },
        { "a: .inf\n", "Definition.Number", "f.yaml:1:4: The number .inf cannot be kept exactly. Put it in quotes if it is text." },
        { "variables: [\n", "Definition.Syntax", "f.yaml:1:12: This is not YAML: the [ that begins here is not closed. Close it before line 2." },
        { "a: {\n\n  b: c\n", "Definition.Syntax", "f.yaml:1:4: This is not YAML: the { that begins here is not closed. Close it before line 4." },
        { "%YAML 9.9\n---\na: 1\n", "Definition.Syntax", "f.yaml:1:1: The file says that it is YAML 9.9, which is not known here. Remove the line %YAML: files are read as YAML 1.2." },
        { "a: [1, 2\nb: c\n", "Definition.Syntax", "f.yaml:1:4: This is not YAML: the [ that begins here is not closed." },
        { "a: 'x\n", "Definition.Syntax", "f.yaml:1:4: This is not YAML: the text in quotes that begins here is not closed. Close it with the same quote." },
        { "variables: \"abc\nb: 1\n", "Definition.Syntax", "f.yaml:1:12: This is not YAML: the text in quotes that begins here is not closed, or its next lines are not indented. Close it with the same quote, or indent them deeper than its key." },
        { "variables: \"abc\n", "Definition.Syntax", "f.yaml:1:12: This is not YAML: the text in quotes that begins here is not closed. Close it with the same quote." },
        { "a: b: c\n", "Definition.Syntax", "f.yaml:1:5: This is not YAML: a text without quotes has a colon and a space in it, which begins another value. Put the text in quotes, or the second key on a line of its own." },
        { "a: 'b': c\n", "Definition.Syntax", "f.yaml:1:7: This is not YAML: a colon and a space stand where no key can be. Put the text in quotes, or the key on a line of its own." },
        { "a: 1\nword\nb: 2\n", "Definition.Syntax", "f.yaml:2:1: This is not YAML: a key of this map was expected, and something else stands there. Write key: value, indent all keys of a map alike, and put texts with special characters in quotes." },
        { "a:\n  b: 1\n c: 2\n", "Definition.Syntax", "f.yaml:3:2: This is not YAML: a key of this map was expected, and something else stands there. Write key: value, indent all keys of a map alike, and put texts with special characters in quotes." },
        { "a:\n- b\n- c\n  d: e\n", "Definition.Syntax", "f.yaml:4:4: This is not YAML: a text without quotes goes on to this line, and a colon and a space stand in it. Indent a key as the others of its map, or put the text in quotes." },
        { "a: - b\n", "Definition.Syntax", "f.yaml:1:4: This is not YAML: a - stands where no list can begin. Put the first item on a line of its own." },
        { "a: |x\n  b\n", "Definition.Syntax", "f.yaml:1:4: This is not YAML: what follows | or > is not understood. Write | or >, at most with a - or + after it, and the text on the lines below." },
        { "a: \"\\q\"\n", "Definition.Syntax", "f.yaml:1:4: This is not YAML: a text in double quotes has a \\ before a character that stands for nothing. Write \\\\ for a backslash, or use single quotes." },
        { "a: & b\n", "Definition.Syntax", "f.yaml:1:4: This is not YAML: no name follows the & or *. Put text that begins with & or * in quotes." },
        { "a: @x\n", "Definition.Syntax", "f.yaml:1:4: This is not YAML: no text without quotes can begin with this character. Put text that begins with a special character in quotes." },
    };

    public static TheoryData<string, string, string> Json => new()
    {
        { "", "Definition.Empty", "f.json:1:1: The file is empty." },
        { "{ \"a\": 1,\n  \"a\": 2 }", "Definition.DuplicateKey", "f.json:2:3: The key \"a\" stands twice in one map: here and at line 1, column 3. Keep one of them." },
        { "{ \"\": 1 }", "Definition.Key", "f.json:1:3: A key is empty." },
        { "{ \"é\": [1,\n  \"€\", 2, }", "Definition.Syntax", "f.json:2:11: This is not JSON: '}' is an invalid start of a value." },
        { "{ \"name\": \"site\" ", "Definition.Syntax", "f.json:1:1: This is not JSON: the { that begins here is not closed. Close it with }." },
        { "{ \"a}\": 1,\n  \"b\": [1, [2], /* ] */ null", "Definition.Syntax", "f.json:2:8: This is not JSON: the [ that begins here is not closed. Close it with ]." },
        { "{ \"a\":", "Definition.Syntax", "f.json:1:1: This is not JSON: the { that begins here is not closed. Close it with }." },
        { "{ \"a\": \"abc", "Definition.Syntax", "f.json:1:8: This is not JSON: the text in quotes that begins here is not closed on its line. Close it with a quote; write \\n for the end of a line." },
        { "{ \"a\": \"abc,\n  \"b\": 1 }", "Definition.Syntax", "f.json:1:8: This is not JSON: the text in quotes that begins here is not closed on its line. Close it with a quote; write \\n for the end of a line." },
        { "{} {}", "Definition.Syntax", "f.json:1:4: This is not JSON: '{' is invalid after a single JSON value. Expected end of data." },
        { "/ comment\n{}", "Definition.Syntax", "f.json:1:1: This is not JSON: '/' is an invalid start of a value." },
        { "[1e999]", "Definition.Number", "f.json:1:2: The number cannot be kept exactly. Put it in quotes if it is text." },
        { "[99999999999999999999]", "Definition.Number", "f.json:1:2: The number cannot be kept exactly. Put it in quotes if it is text." },
        { "[\"\\ud800\"]", "Definition.Encoding", "f.json:1:2: The text has half of a surrogate pair, which is no character." },
    };

    public static TheoryData<string> Large => new(LargeTexts.Keys);

    private static Dictionary<string, (string Extension, Func<string> Text, string Code)> LargeTexts { get; } = new()
    {
        ["deep lists in brackets"] = (".yaml", () => new string('[', Million), "Definition.TooDeep"),
        ["deep maps in braces"] = (".yaml", () => Repeat("{a: ", Million), "Definition.TooDeep"),
        ["deep lists in a block"] = (".yaml", () => Repeat("- ", Million), "Definition.TooDeep"),
        ["deep keys in a block"] = (".yaml", () => Repeat("? ", Million), "Definition.TooDeep"),
        ["deep JSON"] = (".json", () => new string('[', Million), "Definition.TooDeep"),
        ["long plain scalar"] = (".yaml", () => "a: " + new string('x', 4 * Million), "Definition.TooLarge"),
        ["long quoted scalar"] = (".yaml", () => $"a: \"{new string('x', 4 * Million)}\"", "Definition.TooLarge"),
        ["long JSON scalar"] = (".json", () => $"[\"{new string('x', 4 * Million)}\"]", "Definition.TooLarge"),
        ["long key"] = (".json", () => $"{{\"{new string('x', Million)}\": 1}}", "Definition.TooLarge"),
        ["many values"] = (".yaml", () => Repeat("-\n", 2 * Million), "Definition.TooLarge"),
        ["many JSON values"] = (".json", () => $"[{Repeat("1,", 2 * Million)}1]", "Definition.TooLarge"),
        ["exploding aliases"] = (".yaml", Laughs, "Definition.TooLarge"),
        ["exploding merges"] = (".yaml", Merges, "Definition.TooLarge"),
        ["a long text behind many aliases"] = (".yaml", () => LongText(Million, 90_000), "Definition.TooLarge"),
        ["a text behind many aliases"] = (".yaml", () => LongText(20_000, 20_000), "Definition.TooLarge"),
        ["a long text behind anchors of anchors"] = (".yaml", () => LongText(Million / 2, 2, "*b, *b, *b, *b, *b"), "Definition.TooLarge"),
        ["a long text in merged maps"] = (".yaml", MergedTexts, "Definition.TooLarge"),
        ["depth through aliases"] = (".yaml", DeepAliases, "Definition.TooDeep"),
    };

    [Theory]
    [MemberData(nameof(Yaml))]
    public void Yaml_Wrong_IsOneProblem(string text, string code, string message) => AssertOne(new YamlDefinitionReader(), "f.yaml", text, code, message);

    [Theory]
    [MemberData(nameof(Json))]
    public void Json_Wrong_IsOneProblem(string text, string code, string message) => AssertOne(new JsonDefinitionReader(), "f.json", text, code, message);

    [Theory]
    [MemberData(nameof(Large))]
    public void Text_Large_IsOneProblemWithinBoundedMemory(string name)
    {
        (string extension, Func<string> make, string code) = LargeTexts[name];
        string text = make();
        List<Problem> problems = [];
        DefinitionReader reader = extension == ".yaml" ? new YamlDefinitionReader() : new JsonDefinitionReader();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(reader.Read("f", text, problems));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(code, Assert.Single(problems).Code);
        Assert.InRange(allocated, 0, 256L * 1024 * 1024);
    }

    [Fact]
    public void Text_LongBehindAFewAliases_IsRead()
    {
        List<Problem> problems = [];

        Assert.NotNull(new YamlDefinitionReader().Read("f", LongText(Million, 4), problems));
        Assert.Empty(problems);
    }

    [Fact]
    public void Text_LongBehindManyAliases_SaysWhatIsTooMuch()
    {
        List<Problem> problems = [];

        new YamlDefinitionReader().Read("f", LongText(Million, 5), problems);

        Assert.Equal("f:2:24: The aliases of this file stand for more than 4194304 characters. Repeat less through aliases.", Assert.Single(problems).ToString());
    }

    [Fact]
    public void File_TooLarge_IsRefusedBeforeItIsRead()
    {
        using Scratch scratch = new();
        string path = Path.Combine(scratch.Folder, "huge.yaml");
        using (FileStream huge = File.Create(path))
            huge.SetLength(100L * 1024 * 1024 * 1024);
        List<Problem> problems = [];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(DefinitionText.Read("huge.yaml", path, problems));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
        Assert.Equal("huge.yaml:1:1: The file is larger than 8 MiB.", Assert.Single(problems).ToString());
    }

    [Fact]
    public void File_ThatIsADevice_IsRefusedUnread()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "This machine has no /dev/zero.");
        List<Problem> problems = [];
        Assert.Null(DefinitionText.Read("zero.yaml", "/dev/zero", problems));
        Assert.Equal("zero.yaml: This is a device, not a file. Put a file in its place.", Assert.Single(problems).ToString());
    }

    [Theory]
    [InlineData("61 3A 20 62 0A 63 00 64", "f: f:2:2: A NUL byte stands in the text. Remove it; in a quoted value write an escape.")]
    [InlineData("61 07", "f: f:1:2: The control character U+0007 stands in the text. Remove it; in a quoted value write an escape.")]
    [InlineData("61 0A C3 A9 FF 62", "f: f:2:2: The byte 0xFF is not valid UTF-8. Save the file as UTF-8.")]
    [InlineData("61 E2 82", "f: f:1:2: The byte 0xE2 is not valid UTF-8. Save the file as UTF-8.")]
    [InlineData("FF FE 61 00", "f: f: The file is UTF-16. Save it as UTF-8.")]
    public void Bytes_NotText_AreOneProblem(string bytes, string message)
    {
        byte[] content = Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal));
        UnreadableTextException thrown = Assert.Throws<UnreadableTextException>(() => DefinitionText.Decode("f", content));
        Assert.Equal(message, "f: " + thrown.Problem);
    }

    [Fact]
    public void Bytes_WithByteOrderMark_AreReadWithoutIt() => Assert.Equal("a: é", DefinitionText.Decode("f", [0xEF, 0xBB, 0xBF, .. "a: é"u8]));

    private static void AssertOne(DefinitionReader reader, string file, string text, string code, string message)
    {
        List<Problem> problems = [];
        reader.Read(file, text, problems);
        Problem problem = Assert.Single(problems);
        Assert.Equal((code, message), (problem.Code, problem.ToString()));
    }

    private static string Repeat(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();

    private static string Laughs()
    {
        StringBuilder text = new("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++)
            text.AppendLine($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]");
        return text.ToString();
    }

    private static string Merges()
    {
        StringBuilder text = new("base: &base\n");
        for (int i = 0; i < 5000; i++)
            text.AppendLine($"  k{i}: 1");
        for (int i = 0; i < 5000; i++)
            text.AppendLine($"m{i}: {{ <<: *base }}");
        return text.ToString();
    }

    private static string LongText(int characters, int aliases, string last = "0") =>
        $"a: &a {new string('x', characters)}\nb: &b [{string.Join(", ", Enumerable.Repeat("*a", aliases))}]\nc: [{last}]\n";

    private static string MergedTexts()
    {
        StringBuilder text = new($"base: &base {{ a: {new string('x', 100_000)} }}\n");
        for (int i = 0; i < 100; i++)
            text.AppendLine($"m{i}: {{ <<: *base }}");
        return text.ToString();
    }

    private static string DeepAliases()
    {
        StringBuilder text = new("a0: &a0 [x]\n");
        for (int i = 1; i < 1000; i++)
            text.AppendLine($"a{i}: &a{i} [*a{i - 1}]");
        return text.ToString();
    }
}
