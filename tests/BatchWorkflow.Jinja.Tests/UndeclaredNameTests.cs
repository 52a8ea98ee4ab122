namespace BatchWorkflow.Jinja.Tests;

public sealed class UndeclaredNameTests
{
    [Theory]
    [InlineData("{{ outputs['create-web'].ip }}", "outputs.create-web.ip@1:4")]
    [InlineData("{{ a.b }}{{ a.c.d[0].e }}\n{{ b }}", "a.b@1:4 a.c.d@1:13 b@2:4")]
    [InlineData("{{ a.items() }}{{ a.b.upper() }}", "a@1:4 a.b@1:19")]
    [InlineData("{{ a[k].x }}", "a@1:4 k@1:6")]
    [InlineData("{% set x = a.b %}{{ x.c }}", "a.b@1:12")]
    [InlineData("{% for x in xs if x.ok %}{{ x }}{{ loop.index }}{{ y }}{% endfor %}{{ x }}", "xs@1:13 y@1:52 x@1:71")]
    [InlineData("{% if a %}{% set b = 1 %}{% endif %}{{ b }}", "a@1:7 b@1:40")]
    [InlineData("{% macro m(p, q=r) %}{{ p }}{{ q }}{{ s.t }}{{ varargs }}{% endmacro %}{{ m(u) }}", "r@1:17 s.t@1:39 u@1:77")]
    [InlineData("{% with w = v %}{{ w }}{% endwith %}", "v@1:13")]
    [InlineData("{% import 'lib' as l %}{{ l.x }}{% block b %}{{ z }}{{ super() }}{% endblock %}", "z@1:49")]
    [InlineData("{{ range(n) }}", "range@1:4 n@1:10")]
    public void Template_FindUndeclared_NamesPathsAndPlaces(string source, string uses) =>
        Assert.Equal(uses, Shown(new JinjaEnvironment().Compile(source).FindUndeclared()));

    [Theory]
    [InlineData("status['create-web'] == 'Succeeded' and server.cpu > 2", "status.create-web@1:1 server.cpu@1:41")]
    [InlineData("outputs.a.b is defined", "outputs.a.b@1:1")]
    [InlineData("1 + 2", "")]
    public void Expression_FindUndeclared_NamesPathsAndPlaces(string expression, string uses) =>
        Assert.Equal(uses, Shown(new JinjaEnvironment().CompileExpression(expression).FindUndeclared()));

    private static string Shown(IReadOnlyList<JinjaNameUse> uses) =>
        string.Join(' ', uses.Select(use => $"{string.Join('.', [use.Name, .. use.Path])}@{use.Line}:{use.Column}"));
}
