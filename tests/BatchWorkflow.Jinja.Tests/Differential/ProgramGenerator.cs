using System.Text;

namespace BatchWorkflow.Jinja.Tests.Differential;

/// <summary>Writes random templates: statements, white space, macros, loops, and templates that they include, import or extend.</summary>
internal sealed class ProgramGenerator
{
    private readonly Random _random;
    private readonly List<string> _names = [.. ProgramContext.Names, "missing"];
    private readonly ExpressionGenerator _expressions;
    private int _loops;
    private int _blocks;

    private ProgramGenerator(int seed)
    {
        _random = new Random(seed);
        _expressions = new ExpressionGenerator(_random, _names);
    }

    /// <summary>The program of a seed: always the same.</summary>
    public static JinjaProgram Of(int seed) => new ProgramGenerator(seed).Program();

    private JinjaProgram Program()
    {
        string source = Chance(3) ? $"{{{{ {Expression(4)} }}}}" : Chance(5) ? Child() : Body(3, 4);
        return new JinjaProgram
        {
            Source = source,
            TrimBlocks = Chance(3),
            LstripBlocks = Chance(3),
            KeepTrailingNewline = Chance(4),
            AutoEscape = Chance(4),
            Undefined = Chance(2) ? "Undefined" : Pick("StrictUndefined", "ChainableUndefined", "DebugUndefined"),
        };
    }

    private string Child()
    {
        StringBuilder text = new();
        if (Chance(4))
            text.Append(Statement(1));
        text.Append(Pick("{% extends 'base' %}", "{% extends 'mid' %}"));
        foreach (string block in (string[])["one", "two"])
            if (Chance(2))
                text.Append($"{{% block {block} %}}{Body(1, 2)}{(Chance(2) ? "{{ super() }}" : "")}{{% endblock %}}");
        return text.Append(Body(1, 1)).ToString();
    }

    private string Body(int depth, int most)
    {
        StringBuilder text = new();
        for (int i = _random.Next(1, most + 1); i > 0; i--)
            text.Append(Statement(depth));
        return text.ToString();
    }

    private string Statement(int depth)
    {
        if (depth <= 0 || Chance(4))
            return Chance(2) ? Data() : Print();
        return _random.Next(14) switch
        {
            0 or 1 => If(depth),
            2 or 3 or 4 => For(depth),
            5 => Set(depth),
            6 => Macro(depth),
            7 => CallBlock(depth),
            8 => Tag($"filter {Pick("upper", "trim", "replace('a', 'b')", "indent(2)", "e", "length", "list", "tojson", "title", "center(12)")}") + Body(depth - 1, 2) + Tag("endfilter"),
            9 => Tag($"with {Pick("w", "i", "s")} = {Expression(2)}, q = {Expression(1)}") + Body(depth - 1, 2) + Tag("endwith"),
            10 => Pick("{% include 'inc' %}", "{% include 'inc' without context %}", "{% include ['nope', 'inc'] %}", "{% include 'nope' ignore missing %}", "{% import 'lib' as m %}{{ m.m(1) }}{{ m.v }}", "{% from 'lib' import m, v as vv with context %}{{ m(2, b=3) }}{{ vv }}"),
            11 => Tag($"autoescape {Pick("true", "false", "t")}") + Body(depth - 1, 2) + Tag("endautoescape"),
            12 => $"{{% block b{++_blocks}{Pick("", " scoped")} %}}{Body(depth - 1, 2)}{{% endblock %}}",
            _ => Other(),
        };
    }

    private string If(int depth)
    {
        StringBuilder text = new(Tag($"if {Expression(2)}") + Body(depth - 1, 2));
        while (Chance(3))
            text.Append(Tag($"elif {Expression(2)}") + Body(depth - 1, 2));
        if (Chance(2))
            text.Append(Tag("else") + Body(depth - 1, 2));
        return text + Tag("endif");
    }

    private string For(int depth)
    {
        _loops++;
        string target = Pick("x", "x", "i", "k, v", "x, y");
        string items = target.Contains(',', StringComparison.Ordinal) ? Pick("d.items()", "d|dictsort", "ll", "[(1, 2), (3, 4)]", "objs|groupby('name')", "ll|map('reverse')") : Pick("l", "range(3)", "objs", "s", "d", "ll", "[]", Expression(2));
        string text = Tag($"for {target} in {items}{(Chance(4) ? $" if {Expression(1)}" : "")}{(Chance(8) ? " recursive" : "")}");
        text += Chance(2) ? Pick("{{ loop.index }}", "{{ loop.first }}{{ loop.last }}", "{{ loop.cycle('a', 'b') }}", "{{ loop.previtem }}", "{{ loop.nextitem|default('-') }}", "{{ loop.changed(x) }}", "{{ loop.length }}", "{{ loop.depth }}", "{{ loop.revindex0 }}") : "";
        _names.AddRange(["x", "v"]);
        text += Body(depth - 1, 3);
        if (Chance(6))
            text += $"{{% if {Expression(1)} %}}{Pick("{% break %}", "{% continue %}")}{{% endif %}}" + Data();
        if (Chance(3))
            text += Tag("else") + Body(depth - 1, 1);
        _loops--;
        return text + Tag("endfor");
    }

    private string Set(int depth)
    {
        string name = Pick("a1", "b1", "i", "s", "x");
        string text = _random.Next(5) switch
        {
            0 => Tag($"set {name}{Pick("", " | upper", " | trim | title", " | length", $" | default({Pick(_names.ToArray())})")}") + Body(depth - 1, 2) + Tag("endset"),
            1 => Tag($"set {name}, c1 = {Pick("1, 2", "l", "'ab'", Expression(1))}"),
            2 => "{% set ns = namespace(n=0, s='') %}" + Tag($"for q in {Pick("l", "range(4)")}") + "{% set ns.n = ns.n + q %}" + Body(depth - 1, 1) + Tag("endfor") + "{{ ns.n }}",
            _ => Tag($"set {name} = {Expression(3)}"),
        };
        _names.Add(name);
        return text;
    }

    private string Macro(int depth)
    {
        string name = Pick("mac", "mac2");
        string body = Body(depth - 1, 2) + Pick("", "{{ varargs }}", "{{ kwargs|dictsort }}", "{{ caller() if caller else '-' }}", "{{ p }}{{ r }}");
        string call = Pick($"{name}({Expression(1)})", $"{name}(1, 2, 3)", $"{name}(r=4)", $"{name}()", $"{name}.name", $"{name}.arguments", $"{name}(p=1, z=2)");
        return Tag($"macro {name}(p, r={Expression(1)})") + body + Tag("endmacro") + $"{{{{ {call} }}}}";
    }

    private string CallBlock(int depth) =>
        "{% macro cm(a) %}[{{ caller(a) }}]{% endmacro %}" + Tag($"call{Pick("(z)", "(z, y=2)", "")} cm({Expression(1)})") + Body(depth - 1, 2) + "{{ z }}" + Tag("endcall");

    private string Other() => Pick(
        Tag($"do l.append({Expression(1)})"), "{# a comment #}", "{#- trimmed -#}", "{% raw %}{{ not }} {% this %}{% endraw %}", "{%- raw -%} r {%- endraw -%}",
        "{{ self.one() }}", $"{{{{ {Expression(2)} }}}}{{{{ {Expression(1)} }}}}", "{{ caller }}", "{{ loop }}", "{% set d = dict(d, n=1) %}{{ d.n }}");

    private string Print() => $"{{{{{Pick("", "-", "")} {Expression(3)} {Pick("", "-", "")}}}}}";

    private string Data() => Pick("text", " ", "\n", "  \n  ", "a<b>&", "\n\n", "tab\t", "- ", "{ }", "%}", "e\n");

    private string Tag(string inside) => $"{{%{Pick("", "", "-", "+")} {inside} {Pick("", "", "-", "+")}%}}{Pick("", "", "\n")}";

    private string Expression(int depth) => _expressions.Next(depth);

    private bool Chance(int of) => _random.Next(of) == 0;

    private string Pick(params string[] from) => from[_random.Next(from.Length)];
}
