namespace BatchWorkflow.Jinja.Rendering;

/// <summary>The problems that rendering can meet, by the names of Python's exceptions.</summary>
internal static class Error
{
    internal static JinjaException Type(string message) => Of("TypeError", message);

    internal static JinjaException Value(string message) => Of("ValueError", message);

    internal static JinjaException Index(string message) => Of("IndexError", message);

    internal static JinjaException Key(string message) => Of("KeyError", message);

    internal static JinjaException Attribute(string message) => Of("AttributeError", message);

    internal static JinjaException Overflow(string message) => Of("OverflowError", message);

    internal static JinjaException ZeroDivision(string message) => Of("ZeroDivisionError", message);

    internal static JinjaException Lookup(string message) => Of("LookupError", message);

    internal static JinjaException Filter(string message) => Of("FilterArgumentError", message);

    internal static JinjaException Assertion(string message) => Of("AssertionError", message);

    internal static JinjaException Template(string message) => Of("TemplateRuntimeError", message);

    internal static JinjaException Other(string message) => Of("RuntimeError", message);

    internal static JinjaException Undefined(string message) => new(JinjaErrorKind.Undefined, "UndefinedError", message);

    internal static JinjaException NotFound(string message) => new(JinjaErrorKind.TemplateNotFound, "TemplateNotFound", message);

    internal static JinjaException NoneFound(string message) => new(JinjaErrorKind.TemplateNotFound, "TemplatesNotFound", message);

    internal static JinjaException Limit(string message) => new(JinjaErrorKind.Limit, "LimitError", message);

    internal static JinjaException Recursion() =>
        new(JinjaErrorKind.Limit, "RecursionError", "maximum recursion depth exceeded");

    internal static JinjaException Of(string type, string message) => new(JinjaErrorKind.Runtime, type, message);
}
