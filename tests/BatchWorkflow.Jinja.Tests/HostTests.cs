using System.Numerics;

namespace BatchWorkflow.Jinja.Tests;

public sealed class HostTests
{
    public static TheoryData<object?, string> Values => new()
    {
        { null, "None" }, { true, "True" }, { (byte)7, "7" }, { 7u, "7" }, { ulong.MaxValue, "18446744073709551615" },
        { BigInteger.Pow(10, 20), "100000000000000000000" }, { 1e21, "1e+21" }, { 0.1f, "0.1" }, { 1.5m, "1.5" }, { 'c', "c" },
        { DayOfWeek.Friday, "Friday" }, { new[] { 1, 2 }, "[1, 2]" }, { new Dictionary<string, object?> { ["a"] = "b" }, "{'a': 'b'}" },
        { new Dictionary<int, string> { [1] = "x" }, "{1: 'x'}" }, { Enumerable.Range(0, 3), "[0, 1, 2]" }, { new JinjaSafeText("<b>"), "<b>" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Render_ValueOfTheHost_PrintsAsPython(object? value, string output) =>
        Assert.Equal(output, new JinjaEnvironment().Compile("{{ v }}").Render(new Dictionary<string, object?> { ["v"] = value }));

    [Fact]
    public void Render_ObjectOfTheHost_IsRefused()
    {
        JinjaException e = Assert.Throws<JinjaException>(
            () => new JinjaEnvironment().Compile("{{ v }}").Render(new Dictionary<string, object?> { ["v"] = new Uri("http://localhost") }));
        Assert.Equal("a value of the .NET type 'System.Uri' cannot be used in a template", e.Message);
    }

    [Theory]
    [InlineData("{{ s.Length }}")]
    [InlineData("{{ s.GetType() is defined }}")]
    [InlineData("{{ l.Count }}{{ l['Items'] }}")]
    public void Render_MemberOfDotNet_IsNotThere(string source)
    {
        JinjaEnvironment environment = new() { Undefined = UndefinedKind.Strict };
        Dictionary<string, object?> values = new() { ["s"] = "text", ["l"] = new List<object?> { 1 } };
        Assert.Equal(JinjaErrorKind.Undefined, Assert.Throws<JinjaException>(() => environment.Compile(source).Render(values)).Kind);
    }

    [Fact]
    public void Render_ValueThatATemplateChanges_StaysAsItIsForTheHost()
    {
        List<object?> list = [1];
        Dictionary<string, object?> values = new() { ["l"] = list };
        Assert.Equal("[1, 2]", new JinjaEnvironment().Compile("{% set _ = l.append(2) %}{{ l }}").Render(values));
        Assert.Equal([1], list);
    }

    [Fact]
    public void Render_LazyContext_AsksOnceForWhatIsUsedOnly()
    {
        List<string> asked = [];
        JinjaContext context = new((string name, out object? value) =>
        {
            asked.Add(name);
            value = name + "!";
            return name != "none";
        });
        Assert.Equal("a!a!b!", new JinjaEnvironment().Compile("{{ a }}{{ a }}{% if a %}{{ b }}{% endif %}{{ x if false }}").Render(context)[..6]);
        Assert.Equal(["a", "b", "x"], asked.Order());
    }

    [Fact]
    public void Render_FunctionsOfTheHost_AreGlobalsFiltersAndTests()
    {
        JinjaEnvironment environment = new()
        {
            Globals = new Dictionary<string, object?> { ["add"] = (JinjaFunction)(a => (long)a.Positional[0]! + (long)a.Named["to"]!) },
            Filters = new Dictionary<string, JinjaFunction> { ["wrap"] = a => $"{a.Positional[1]}{a.Positional[0]}{a.Positional[1]}" },
            Tests = new Dictionary<string, JinjaFunction> { ["short"] = a => ((string)a.Positional[0]!).Length < 3 },
        };
        Assert.Equal("5 *x* True ['a']", environment.Compile(
            "{{ add(2, to=3) }} {{ 'x'|wrap('*') }} {{ 'ab' is short }} {{ ['a', 'long']|select('short')|list }}").Render(JinjaContext.Empty));
    }

    [Fact]
    public void Evaluate_EachKindOfValue_IsPlain()
    {
        object? Value(string expression) => new JinjaEnvironment().CompileExpression(expression).Evaluate(JinjaContext.Empty);
        Assert.Null(Value("none"));
        Assert.Equal(true, Value("1 < 2"));
        Assert.Equal(3L, Value("1 + 2"));
        Assert.Equal(BigInteger.Pow(2, 100), Value("2 ** 100"));
        Assert.Equal(0.5, Value("1 / 2"));
        Assert.Equal("a", Value("'A'|lower"));
        Assert.Equal(new List<object?> { 1L, "b" }, Value("(1, 'b')"));
        Assert.Equal(new List<object?> { 2L }, Value("[1, 2]|select('even')"));
        Assert.Equal(1L, Assert.IsType<Dictionary<object, object?>>(Value("{'a': 1}"))["a"]);
        Assert.Equal("'x' is undefined", Assert.IsType<JinjaUndefined>(Value("x")).Message);
    }

    [Fact]
    public void IsTrue_Expression_IsPythonsTruth()
    {
        JinjaEnvironment environment = new();
        Assert.True(environment.CompileExpression("[0]").IsTrue(JinjaContext.Empty));
        Assert.False(environment.CompileExpression("[] or '' or 0.0").IsTrue(JinjaContext.Empty));
    }

    [Fact]
    public void Render_ManyThreadsAtOnce_RenderTheSame()
    {
        JinjaTemplate template = new JinjaEnvironment().Compile("{% for i in range(n) %}{{ i }}{% set x = i %}{% endfor %}");
        Parallel.For(1, 200, n => Assert.Equal(
            string.Concat(Enumerable.Range(0, n)), template.Render(new Dictionary<string, object?> { ["n"] = n })));
    }
}
