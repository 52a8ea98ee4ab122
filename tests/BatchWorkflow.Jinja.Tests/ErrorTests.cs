namespace BatchWorkflow.Jinja.Tests;

public sealed class ErrorTests
{
    [Theory]
    [InlineData("{{ 1 +\n  nope }}", 2, 3, "'nope' is undefined")]
    [InlineData("a\n  {{ d.x.y }}", 2, 7, "'dict object' has no attribute 'x'")]
    [InlineData("{% for i in [1] %}\n{{ i / 0 }}{% endfor %}", 2, 6, "division by zero")]
    [InlineData("{{ 'a'|round }}", 1, 8, "type str doesn't define __round__ method")]
    public void Render_Failure_NamesLineColumnAndWhat(string source, int line, int column, string message)
    {
        JinjaEnvironment environment = new() { Undefined = UndefinedKind.Strict };
        JinjaException e = Assert.Throws<JinjaException>(() => environment.Compile(source, "t.j2").Render(Values("d", new Dictionary<string, object?>())));
        Assert.Equal(("t.j2", line, column, message), (e.Template, e.Line, e.Column, e.Message));
    }

    [Theory]
    [InlineData("{{ a", 1, 5, "unexpected end of template, expected 'end of print statement'.")]
    [InlineData("x\n{% if a %}", 2, 11, "Unexpected end of template. Jinja was looking for the following tags: 'elif' or 'else' or 'endif'. The innermost block that needs to be closed is 'if'.")]
    [InlineData("{% nope %}", 1, 4, "Encountered unknown tag 'nope'.")]
    [InlineData("{{ a b }}", 1, 6, "expected token 'end of print statement', got 'b'")]
    [InlineData("{{ a|nope }}", 1, 6, "No filter named 'nope'.")]
    public void Compile_Invalid_NamesLineColumnAndWhat(string source, int line, int column, string message)
    {
        JinjaException e = Assert.Throws<JinjaException>(() => new JinjaEnvironment().Compile(source));
        Assert.Equal((JinjaErrorKind.Syntax, line, column, message), (e.Kind, e.Line, e.Column, e.Message));
    }

    [Fact]
    public void Render_FailureInIncludedMacro_TellsTheWholeChain()
    {
        JinjaEnvironment environment = Environment(new()
        {
            ["outer.j2"] = "one\n{% include 'inner.j2' %}",
            ["inner.j2"] = "{% from 'lib.j2' import unit %}\n\n{{ unit(3) }}",
            ["lib.j2"] = "{% macro unit(n) %}\n  {{ missing }}\n{% endmacro %}",
        });
        JinjaException e = Assert.Throws<JinjaException>(() => environment.GetTemplate("outer.j2").Render(Values()));
        Assert.Equal(
            "lib.j2:2:6: 'missing' is undefined\n  macro 'unit', from inner.j2:3:8\n  include 'inner.j2', from outer.j2:2:4", e.Description);
        Assert.Equal(JinjaErrorKind.Undefined, e.Kind);
    }

    [Fact]
    public void Render_FailureInParentsBlock_TellsTheWholeChain()
    {
        JinjaEnvironment environment = Environment(new()
        {
            ["child"] = "{% extends 'base' %}{% block body %}{{ nope }}{% endblock %}",
            ["base"] = "{% block body %}{% endblock %}",
        });
        JinjaException e = Assert.Throws<JinjaException>(() => environment.GetTemplate("child").Render(Values()));
        Assert.Equal("child:1:40: 'nope' is undefined\n  block 'body', from base:1:4\n  parent 'base', from child:1:4", e.Description);
    }

    [Fact]
    public void Render_MissingTemplate_NamesItAndWhereItIsIncluded()
    {
        JinjaEnvironment environment = Environment(new() { ["a"] = "\n{% include 'b' %}" });
        JinjaException e = Assert.Throws<JinjaException>(() => environment.GetTemplate("a").Render(Values()));
        Assert.Equal((JinjaErrorKind.TemplateNotFound, "b", "a", 2), (e.Kind, e.Message, e.Template, e.Line));
    }

    [Fact]
    public void Evaluate_ExpressionInsideAFile_IsToldAtTheFilesPlace()
    {
        JinjaEnvironment environment = new() { Undefined = UndefinedKind.Strict };
        JinjaException first = Assert.Throws<JinjaException>(
            () => environment.CompileExpression("1 + nope", "flow.yaml", new SourceStart(12, 9)).Evaluate(Values()));
        JinjaException second = Assert.Throws<JinjaException>(
            () => environment.Compile("a\nb {{ nope }}", "flow.yaml", new SourceStart(12, 9)).Render(Values()));
        Assert.Equal(("flow.yaml", 12, 13), (first.Template, first.Line, first.Column));
        Assert.Equal(("flow.yaml", 13, 6), (second.Template, second.Line, second.Column));
    }

    [Fact]
    public void CompileExpression_MoreThanAnExpression_IsRefused() => Assert.Equal(
        "chunk after expression", Assert.Throws<JinjaException>(() => new JinjaEnvironment().CompileExpression("a b")).Message);

    private static JinjaEnvironment Environment(Dictionary<string, string> templates) =>
        new() { Undefined = UndefinedKind.Strict, Loader = new DictionaryLoader(templates) };

    private static Dictionary<string, object?> Values(string? name = null, object? value = null) => name is null ? [] : new() { [name] = value };
}
