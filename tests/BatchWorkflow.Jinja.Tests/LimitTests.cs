using Microsoft.Extensions.Time.Testing;

namespace BatchWorkflow.Jinja.Tests;

public sealed class LimitTests
{
    private static readonly Dictionary<string, object?> None = [];

    public static TheoryData<string> Hostile =>
    [
        "{{ 'a' * 10**9 }}", "{{ 10 ** (10**9) }}", "{{ 2 ** (2 ** 30) }}", "{{ range(10**12)|list }}", "{{ 'a'.center(10**9) }}",
        "{{ 'a'|center(10**9) }}", "{{ '%1000000000d' % 1 }}", "{{ '{:1000000000}'.format(1) }}", "{{ '%.999999999f' % 1 }}",
        "{{ 'a'.ljust(10**12) }}", "{{ 'a'.zfill(10**9) }}", "{{ '\\t'.expandtabs(10**9) }}", "{{ [0] * 10**9 }}", "{{ (1,) * 10**12 }}",
        "{{ range(10**9)|sum }}", "{{ range(10**9)|select('odd')|list }}", "{{ range(10**12)|join }}", "{{ 10**12 in range(10**13)|list }}",
        "{% for i in range(10**9) %}{% endfor %}", "{% for i in range(10**9) %}x{% endfor %}", "{{ 'x'|indent(10**9) }}",
        "{{ [1]|batch(10**9, 'x')|list }}", "{{ [1]|slice(10**9)|list }}", "{{ [1]|tojson(10**9) }}", "{{ lipsum(10**9) }}",
        "{% set ns = namespace(s='xx') %}{% for i in range(100) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
        "{% set ns = namespace(s='xx') %}{% for i in range(100) %}{% set ns.s = ns.s.replace('x', ns.s) %}{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(100) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(100) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x|tojson }}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(100) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x|pprint }}",
        "{% set ns = namespace(x=[1], y=[1]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% set ns.y = [ns.y, ns.y] %}{% endfor %}{{ ns.x == ns.y }}",
        "{% set ns = namespace(x=2) %}{% for i in range(100) %}{% set ns.x = ns.x * ns.x %}{% endfor %}",
        "{% set l = [1] %}{% for i in l %}{% set _ = l.append(1) %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{% macro m(n) %}{{ m(n) ~ m(n) }}{% endmacro %}{{ m(1) }}",
        "{% include 'self' %}", "{% extends 'parent' %}", "{% import 'self' as s %}", "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
        "{% block b %}{{ self.b() }}{% endblock %}", "{% set l = [] %}{% set _ = l.append(l) %}{{ l }}",
        "{% set l = [] %}{% set _ = l.append(l) %}{{ l|tojson }}", "{% set a = [] %}{% set b = [] %}{% set _ = a.append(b) %}{% set _ = b.append(a) %}{{ a == b }}",
        "{{ ('x' * 200000)|wordwrap(1) * 100 }}", "{{ '-' * 4000000 ~ ('-' * 4000000)|urlize }}",
    ];

    private static readonly (string Open, string Close)[] Pairs =
        [("(", ")"), ("[", "]"), ("{1:", "}"), ("-", ""), ("not ", ""), ("1 if 1 else ", "")];

    private static readonly int[] Depths = [60, 90, 180];
    private static readonly string[] Links = ["+1", "~1", ".a", "|string", " or 1", " is none"];

    public static TheoryData<string> Deep =>
    [
        .. Pairs.SelectMany(pair => Depths.Select(depth => "{{ " + Repeated(pair.Open, depth) + "1" + Repeated(pair.Close, depth) + " }}")),
        .. Links.Select(link => "{{ 1" + Repeated(link, 590) + " }}"),
        .. Depths.Select(depth => Repeated("{% if 1 %}", depth) + Repeated("{% endif %}", depth)),
        .. Depths.Select(depth => Repeated("{% for x in [1] %}", depth) + Repeated("{% endfor %}", depth)),
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Render_HostileTemplate_EndsInALimit(string source)
    {
        JinjaEnvironment environment = new()
        {
            Loader = new DictionaryLoader(new Dictionary<string, string>
            {
                ["self"] = "{% include 'self' %}{% import 'self' as s %}", ["parent"] = "{% extends 'parent' %}",
            }),
            Limits = JinjaLimits.Default with { MaxIterations = 300_000, MaxOutputLength = 200_000, Timeout = Timeout.InfiniteTimeSpan },
        };
        JinjaException e = Assert.Throws<JinjaException>(() => environment.Compile(source).Render(None));
        Assert.True(e.Kind == JinjaErrorKind.Limit, e.Description);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("{1:", "}")]
    [InlineData("-", "")]
    [InlineData("not ", "")]
    [InlineData("f(", ")")]
    [InlineData("a[", "]")]
    [InlineData("1 if 1 else ", "")]
    [InlineData("a|f(", ")")]
    public void Compile_ExpressionNestedTooDeeply_IsASyntaxProblem(string open, string close)
    {
        string source = "{{ " + string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000)) + " }}";
        Assert.Equal(JinjaErrorKind.Syntax, Assert.Throws<JinjaException>(() => new JinjaEnvironment().Compile(source)).Kind);
    }

    [Theory]
    [InlineData("+1")]
    [InlineData("~1**1")]
    [InlineData(".a")]
    [InlineData("|string")]
    [InlineData("()")]
    [InlineData(" or 1")]
    [InlineData(" is none")]
    public void Compile_EndlessChain_IsASyntaxProblemOrRuns(string link)
    {
        string source = "{{ 1" + string.Concat(Enumerable.Repeat(link, 100_000)) + " }}";
        JinjaException? e = Record.Exception(() => new JinjaEnvironment().Compile(source).Render(None)) as JinjaException;
        Assert.True(e is null || e.Kind is JinjaErrorKind.Syntax or JinjaErrorKind.Limit, e?.Description);
    }

    [Fact]
    public void Compile_StatementsNestedTooDeeply_IsASyntaxProblem()
    {
        string source = string.Concat(Enumerable.Repeat("{% if 1 %}", 50_000)) + string.Concat(Enumerable.Repeat("{% endif %}", 50_000));
        Assert.Equal(JinjaErrorKind.Syntax, Assert.Throws<JinjaException>(() => new JinjaEnvironment().Compile(source)).Kind);
    }

    [Fact]
    public async Task Render_DeepestAllowedNestingOnASmallStack_DoesNotOverflow()
    {
        string nested = string.Concat(Enumerable.Repeat("(", 90)) + "1" + string.Concat(Enumerable.Repeat(")", 90));
        string chain = "1" + string.Concat(Enumerable.Repeat("+1", 500));
        string source = "{% macro m(n) %}{{ " + chain + " + " + nested + " }}{{ m(n) }}{% endmacro %}{{ m(1) }}";
        Exception? problem = await RecordOnSmallStackAsync(() => new JinjaEnvironment().Compile(source).Render(None), 512);
        Assert.Equal("RecursionError", Assert.IsType<JinjaException>(problem).ErrorType);
    }

    [Theory]
    [MemberData(nameof(Deep))]
    public async Task Render_DeepestAllowedOnASmallStack_EndsInATextOrAProblem(string source)
    {
        Exception? problem = await RecordOnSmallStackAsync(() => new JinjaEnvironment().Compile(source).Render(None));
        Assert.True(problem is null or JinjaException { Line: 1, Column: > 0 }, problem?.ToString());
    }

    [Fact]
    public void Render_LongerThanItsTime_EndsInALimit()
    {
        FakeTimeProvider time = new() { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };
        JinjaEnvironment environment = new() { TimeProvider = time, Limits = new() { Timeout = TimeSpan.FromSeconds(10) } };
        JinjaException e = Assert.Throws<JinjaException>(() => environment.Compile("{% for i in range(1000000) %}{% endfor %}").Render(None));
        Assert.Equal((JinjaErrorKind.Limit, "rendering took longer than 10 s"), (e.Kind, e.Message));
    }

    [Fact]
    public void Render_Cancelled_StopsInTheMiddle()
    {
        using CancellationTokenSource source = new();
        JinjaFunction stop = _ =>
        {
            source.Cancel();
            return "";
        };
        JinjaTemplate template = new JinjaEnvironment().Compile("{{ stop() }}{% for i in range(1000000) %}{% endfor %}");
        Assert.Throws<OperationCanceledException>(() => template.Render(new Dictionary<string, object?> { ["stop"] = stop }, source.Token));
    }

    private static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    /// <summary>What the call threw on a thread whose stack is small, in KiB. The awaiter goes on on another thread.</summary>
    private static Task<Exception?> RecordOnSmallStackAsync(Action action, int size = 256)
    {
        TaskCompletionSource<Exception?> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => ended.SetResult(Record.Exception(action)), size * 1024).Start();
        return ended.Task;
    }
}
