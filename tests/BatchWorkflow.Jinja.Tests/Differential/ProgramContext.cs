namespace BatchWorkflow.Jinja.Tests.Differential;

/// <summary>What random programs find in their context, and the templates that they can reach.</summary>
internal static class ProgramContext
{
    public static string[] Names { get; } = ["i", "n", "z", "f", "s", "e", "u", "html", "l", "ll", "d", "objs", "t", "nul", "words"];

    public static IReadOnlyDictionary<string, object?> Values { get; } = new Dictionary<string, object?>
    {
        ["i"] = 5L,
        ["n"] = -3L,
        ["z"] = 0L,
        ["f"] = 2.5,
        ["s"] = "hello",
        ["e"] = "",
        ["u"] = "Ünïcödé ß",
        ["html"] = "<b class=\"x\">Tom & 'Jerry'</b> http://example.org/a",
        ["l"] = new List<object?> { 3L, 1L, 2L },
        ["ll"] = new List<object?> { new List<object?> { 1L, 2L }, new List<object?> { "a", null } },
        ["d"] = new Dictionary<string, object?> { ["a"] = 1L, ["b"] = new Dictionary<string, object?> { ["c"] = new List<object?> { 1L, 2L } }, ["name"] = "dee" },
        ["objs"] = new List<object?>
        {
            new Dictionary<string, object?> { ["name"] = "beta", ["v"] = 2L },
            new Dictionary<string, object?> { ["name"] = "Alpha", ["v"] = 1L },
            new Dictionary<string, object?> { ["name"] = "beta", ["v"] = 3L },
        },
        ["t"] = true,
        ["nul"] = null,
        ["words"] = "the quick brown fox\njumps over the lazy dog",
    };

    public static IReadOnlyDictionary<string, string> Loader { get; } = new Dictionary<string, string>
    {
        ["inc"] = "[inc {{ x }}{{ i }}{% set leaked = 1 %}]",
        ["lib"] = "{% macro m(a, b=2) %}<{{ a }},{{ b }},{{ x }}>{% endmacro %}{% set v = 7 %}{% set _private = 1 %}",
        ["base"] = "A{% block one %}b1{{ x }}{% endblock %}B{% block two scoped %}b2{% endblock %}{% set bb = 1 %}C{{ self.one() }}",
        ["mid"] = "{% extends 'base' %}{% block one %}m({{ super() }}){% endblock %}",
    };
}
