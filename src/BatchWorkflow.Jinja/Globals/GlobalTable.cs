using System.Collections.Frozen;
using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Methods;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Globals;

/// <summary>All built-in global functions.</summary>
internal static class GlobalTable
{
    internal static FrozenDictionary<string, object?> Builtin { get; } = new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["range"] = Class("range", "start! stop step /", Range, "<class 'range'>"),
        ["dict"] = Class("dict", "source / * **", Dict, "<class 'dict'>"),
        ["lipsum"] = new BuiltinFunction(
            new NativeFunction("generate_lorem_ipsum", "n html min max", Lipsum.Make), "<function generate_lorem_ipsum at 0x7f0000000000>", "function"),
        ["cycler"] = Class("Cycler", "*", MakeCycler, "<class 'jinja2.utils.Cycler'>"),
        ["joiner"] = Class("Joiner", "sep", (in call) => new JoinerValue(call.Get(0, ", ")), "<class 'jinja2.utils.Joiner'>"),
        ["namespace"] = Class("Namespace", "source / * **", (in call) => new NamespaceValue(MakeDict(call)), "<class 'jinja2.utils.Namespace'>"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static BuiltinFunction Class(string name, string parameters, NativeBody body, string repr) =>
        new(new NativeFunction(name, parameters, body), repr, "type");

    private static object? Range(in Invocation call)
    {
        if (!call.Has(1))
            return new RangeValue(0, call.Integer(0), 1);
        long step = call.Integer(2, 1);
        return step == 0 ? throw Error.Value("range() arg 3 must not be zero") : new RangeValue(call.Integer(0), call.Integer(1), step);
    }

    private static object? Dict(in Invocation call) => MakeDict(call);

    private static DictValue MakeDict(in Invocation call)
    {
        DictValue dict = new();
        if (call.Rest.Length > 0)
            throw Error.Type($"dict expected at most 1 argument, got {call.Rest.Length + 1}");
        if (call.Has(0))
        {
            Guard.RefuseUnknown(call.Arguments[0]);
            if (Iteration.Try(call.State, call.Arguments[0]) is null)
                throw Error.Type($"'{PythonTypes.NameOf(call.Arguments[0])}' object is not iterable");
            foreach ((object? key, object? value) in DictMethods.Pairs(call.State, call.Arguments[0]))
                dict.Set(key, value);
        }

        foreach ((string name, object? value) in call.Others)
            dict.Set(name, value);
        call.State.ChargeItems(dict.Count);
        return dict;
    }

    private static object? MakeCycler(in Invocation call) =>
        call.Rest.Length == 0 ? throw Error.Other("at least one item has to be provided") : new CyclerValue(call.Rest);
}
