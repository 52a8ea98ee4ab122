using System.Numerics;

namespace BatchWorkflow.Jinja.Values;

/// <summary>The names of Python's types, for messages.</summary>
internal static class PythonTypes
{
    internal static string NameOf(object? value) => value switch
    {
        null => "NoneType",
        string => "str",
        Markup => "Markup",
        bool => "bool",
        long or BigInteger => "int",
        double => "float",
        ComplexValue => "complex",
        BytesValue => "bytes",
        ListValue => "list",
        TupleValue { Names: not null } => "_GroupTuple",
        TupleValue => "tuple",
        DictValue => "dict",
        SetValue => "set",
        RangeValue => "range",
        SliceValue => "slice",
        IteratorValue iterator => iterator.TypeName,
        DictView view => view.TypeName,
        JinjaUndefined undefined => undefined.Kind == UndefinedKind.Lenient ? "Undefined" : $"{undefined.Kind}Undefined",
        CallableValue callable => callable.TypeName,
        ModuleValue => "TemplateModule",
        NamespaceValue => "Namespace",
        _ => value.GetType().Name,
    };

    /// <summary>How messages call a value that lacks something.</summary>
    internal static string ObjectNameOf(object? value) => value switch
    {
        null => "None",
        Markup => "markupsafe.Markup object",
        TupleValue { Names: not null } => "jinja2.filters._GroupTuple object",
        JinjaUndefined => $"jinja2.runtime.{NameOf(value)} object",
        ModuleValue => "jinja2.environment.TemplateModule object",
        NamespaceValue => "jinja2.utils.Namespace object",
        CallableValue { Module: { } module } callable => $"{module}.{callable.TypeName} object",
        _ => $"{NameOf(value)} object",
    };
}
