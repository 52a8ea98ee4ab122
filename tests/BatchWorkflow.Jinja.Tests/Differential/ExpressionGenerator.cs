using System.Globalization;

namespace BatchWorkflow.Jinja.Tests.Differential;

/// <summary>Writes random expressions of Jinja2 over the names of <see cref="ProgramContext"/> and those that a program has set.</summary>
internal sealed class ExpressionGenerator(Random random, List<string> names)
{
    private static readonly string[] Literals =
    [
        "0", "1", "2", "-1", "7", "10", "0x1F", "0b101", "0o17", "1_000", "2.5", "1e3", "-0.0", "12345678901234567890123", "''", "'a'", "'Hello World'",
        "'x,y,,z'", "\"it's\"", "'<b>&</b>'", "'ünïcode'", "'line1\\nline2'", "' pad '", "true", "false", "none", "'5'", "'0x1f'", "'1e3'", "'%s-%s'", "'{}:{}'", "[]", "()", "{}",
    ];

    private static readonly string[] Operators =
        ["+", "-", "*", "/", "//", "%", "**", "~", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "and", "or"];

    private static readonly string[] Filters =
    [
        "abs", "attr('a')", "attr('name')", "batch(2)|list", "batch(2, 'f')|list", "capitalize", "center(9)", "count", "d('dflt')", "default(7)", "default('x', true)", "dictsort", "dictsort(true, 'value')",
        "e", "escape", "filesizeformat", "filesizeformat(true)", "first", "float", "float(1.5)", "forceescape", "format(1, 2)", "format('a')", "groupby('name')|list", "indent", "indent(2, true)", "indent('>', true, true)",
        "int", "int(9)", "int(0, 16)", "items|list", "join", "join(',')", "join('-', 'name')", "last", "length", "list", "lower", "map('upper')|list", "map('length')|list", "map(attribute='name')|list",
        "map(attribute='v', default=0)|list", "map('int')|sum", "max", "min", "max(attribute='v')", "pprint", "reject('odd')|list", "reject|list", "rejectattr('v')|list", "replace('l', 'L')", "replace('', '-', 2)", "reverse",
        "reverse|list", "round", "round(1)", "round(2, 'floor')", "round(0, 'ceil')", "safe", "select('string')|list", "select|list", "select('greaterthan', 1)|list", "selectattr('v', 'gt', 1)|list", "slice(3)|list",
        "slice(2, 'x')|list", "sort", "sort(reverse=true)", "sort(attribute='v')", "sort(case_sensitive=true)", "string", "striptags", "sum", "sum(attribute='v')", "sum(start=10)", "title", "tojson", "tojson(2)", "trim", "trim('h ')",
        "truncate(5)", "truncate(5, true, '~', 0)", "unique|list", "upper", "urlencode", "urlize", "wordcount", "wordwrap(4)", "xmlattr",
    ];

    private static readonly string[] Tests =
    [
        "boolean", "callable", "defined", "divisibleby(2)", "divisibleby 3", "eq 1", "equalto('a')", "escaped", "even", "false", "filter", "float", "ge(2)", "gt 1", "in([1, 2, 'a'])", "integer", "iterable", "le 2", "lower", "lt 3",
        "mapping", "ne 1", "none", "number", "odd", "sameas none", "sequence", "string", "test", "true", "undefined", "upper",
    ];

    private static readonly string[] Methods =
    [
        "upper()", "lower()", "title()", "strip()", "lstrip('h')", "rstrip()", "split(',')", "split()", "split(None, 1)", "rsplit('l', 1)", "splitlines()", "join(['a', 'b'])", "replace('a', 'b')", "startswith('h')", "endswith(('o', 'd'))",
        "find('l')", "index('l')", "count('l')", "isdigit()", "isalpha()", "isspace()", "istitle()", "zfill(8)", "ljust(8, '.')", "rjust(8)", "center(9, '*')", "format(1, 2)", "format(a=1)", "capitalize()", "swapcase()", "casefold()",
        "partition(',')", "rpartition('l')", "expandtabs(2)", "translate({104: 'J', 101: none})", "removeprefix('he')", "isidentifier()", "keys()|list", "values()|list", "items()|list", "get('a')", "get('zz', 3)",
        "pop('a')", "update({'q': 1})", "copy()", "setdefault('n', 5)", "append(4)", "insert(0, 9)", "pop()", "extend([8])", "remove(1)", "sort()", "reverse()", "clear()", "bit_length()", "is_integer()", "as_integer_ratio()", "conjugate()", "real", "imag",
    ];

    private static readonly string[] Attributes = ["a", "b", "b.c", "name", "v", "0", "zz", "real", "upper", "items"];

    private static readonly string[] Keys = ["0", "1", "-1", "5", "'a'", "'b'", "'zz'", "1:", ":2", "::2", "::-1", "-2:", "1:3", ":", "'a':", "0.0", "true", "none", "0x1"];

    private static readonly string[] Calls =
        ["range(3)|list", "range(5, 0, -2)|list", "dict(a=1, b=2)", "dict([('a', 1)])", "namespace(a=1).a", "joiner()()", "cycler('a', 'b').next()", "range(0x3)|sum", "dict(d, z=9)"];

    public string Next(int depth)
    {
        if (depth <= 0)
            return Leaf();
        return random.Next(17) switch
        {
            0 or 1 or 2 => Leaf(),
            3 or 4 => $"{Operand(depth)} {Pick(Operators)} {Operand(depth)}",
            5 or 6 or 7 => $"{Operand(depth)}|{Pick(Filters)}",
            8 => $"{Operand(depth)} is {(Chance(3) ? "not " : "")}{Pick(Tests)}",
            9 => $"{Operand(depth)}.{Pick(Methods)}",
            10 => $"{Operand(depth)}.{Pick(Attributes)}",
            11 => $"{Operand(depth)}[{Pick(Keys)}]",
            12 => Display(depth),
            13 => $"{Operand(depth)} if {Next(depth - 1)}{(Chance(3) ? "" : $" else {Next(depth - 1)}")}",
            14 => Chance(2) ? $"not {Operand(depth)}" : $"{(Chance(2) ? "-" : "+")}{Operand(depth)}",
            15 => $"{Operand(depth)} {Pick(["<", "<=", "==", "in", "!="])} {Operand(depth)} {Pick(["<", ">=", "==", "not in"])} {Operand(depth)}",
            _ => Pick(Calls),
        };
    }

    private string Operand(int depth)
    {
        string text = Next(depth - 1);
        return text.Contains(' ', StringComparison.Ordinal) && !text.StartsWith('\'') && !Chance(6) ? $"({text})" : text;
    }

    private string Display(int depth)
    {
        List<string> items = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Next(depth - 1))];
        return random.Next(3) switch
        {
            0 => $"[{string.Join(", ", items)}]",
            1 => $"({string.Join(", ", items)}{(items.Count == 1 ? "," : "")})",
            _ => "{" + string.Join(", ", items.Select((item, i) => $"{Pick(["'a'", "'k'", "1", "i", "none", "2.0"])}: {item}")) + "}",
        };
    }

    private string Leaf() => Chance(2) ? Pick(Literals)
        : Chance(12) ? random.Next(100).ToString(CultureInfo.InvariantCulture) : Pick([.. names]);

    private bool Chance(int of) => random.Next(of) == 0;

    private string Pick(string[] from) => from[random.Next(from.Length)];
}
