namespace BatchWorkflow.Jinja.Tests;

public sealed class UnknownValueTests
{
    private static readonly UnknownValue Later = new("known after create-web");

    private static readonly Dictionary<string, object?> Values = new()
    {
        ["u"] = Later, ["d"] = new Dictionary<string, object?> { ["ip"] = Later, ["port"] = 80 },
    };

    [Theory]
    [InlineData("{{ u }}")]
    [InlineData("{{ 'x' ~ u }}")]
    [InlineData("{{ u + 1 }}")]
    [InlineData("{{ u == 1 }}")]
    [InlineData("{{ 1 == u }}")]
    [InlineData("{{ [u] == [1] }}")]
    [InlineData("{{ u < 1 }}")]
    [InlineData("{{ 1 in u }}")]
    [InlineData("{{ u in [1] }}")]
    [InlineData("{{ not u }}")]
    [InlineData("{{ -u }}")]
    [InlineData("{{ u.name }}")]
    [InlineData("{{ u[0] }}")]
    [InlineData("{{ {}[u] }}")]
    [InlineData("{{ {u: 1} }}")]
    [InlineData("{{ u() }}")]
    [InlineData("{{ u|upper }}")]
    [InlineData("{{ u|default('x') }}")]
    [InlineData("{{ u is none }}")]
    [InlineData("{{ u is defined }}")]
    [InlineData("{{ d }}")]
    [InlineData("{{ d|tojson }}")]
    [InlineData("{{ [u]|join }}")]
    [InlineData("{{ [u, 1]|sort }}")]
    [InlineData("{{ [u]|map('upper')|list }}")]
    [InlineData("{{ '%s' % u }}")]
    [InlineData("{{ '{}'.format(u) }}")]
    [InlineData("{{ 'a'.replace('a', u) }}")]
    [InlineData("{{ range(u) }}")]
    [InlineData("{% if u %}{% endif %}")]
    [InlineData("{% for x in u %}{% endfor %}")]
    [InlineData("{% set a, b = u %}")]
    [InlineData("{% include u %}")]
    [InlineData("{% macro m(a) %}{{ a }}{% endmacro %}{{ m(u) }}")]
    [InlineData("{{ u ** 2 }}")]
    [InlineData("{{ 'abc'[u:] }}")]
    public void Render_TouchesAnUnknownValue_Throws(string source)
    {
        UnknownValueException e = Assert.Throws<UnknownValueException>(() => new JinjaEnvironment().Compile(source, "t").Render(Values));
        Assert.Equal((Later, "t", 1), (e.Value, e.Template, e.Line));
    }

    [Theory]
    [InlineData("{% set x = u %}ok", "ok")]
    [InlineData("{% set x = [u, 2] %}{{ x|length }}{{ x[1] }}", "22")]
    [InlineData("{{ d.port }}", "80")]
    [InlineData("{% macro m(a, b) %}{{ b }}{% endmacro %}{{ m(u, 2) }}", "2")]
    [InlineData("{{ 'known' if d.port == 80 else u }}", "known")]
    [InlineData("{{ true or u }}", "True")]
    public void Render_PassesAnUnknownValueOn_Renders(string source, string output) =>
        Assert.Equal(output, new JinjaEnvironment().Compile(source).Render(Values));

    [Theory]
    [InlineData("u")]
    [InlineData("d.ip")]
    [InlineData("u|default('x')")]
    [InlineData("u if d.port else 1")]
    [InlineData("[1, u][1]")]
    public void Evaluate_UnknownResult_IsReturned(string expression) =>
        Assert.Same(Later, new JinjaEnvironment().CompileExpression(expression).Evaluate(Values));
}
