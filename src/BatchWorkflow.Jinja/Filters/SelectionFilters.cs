using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Filters;

/// <summary>Filters that apply another filter or test to each item, as the items are asked for.</summary>
internal static class SelectionFilters
{
    internal static (string Name, string Parameters, NativeBody Body)[] All { get; } =
    [
        ("map", "* **", Map),
        ("select", "* **", (in call) => Select(call, wanted: true, byAttribute: false)),
        ("reject", "* **", (in call) => Select(call, wanted: false, byAttribute: false)),
        ("selectattr", "* **", (in call) => Select(call, wanted: true, byAttribute: true)),
        ("rejectattr", "* **", (in call) => Select(call, wanted: false, byAttribute: true)),
    ];

    private static IteratorValue Map(in Invocation call)
    {
        Frame frame = call.Frame;
        object? value = call.Value;
        object?[] arguments = call.Rest;
        List<KeyValuePair<string, object?>> named = [.. call.Others];
        return new IteratorValue(Mapped(), function: "sync_do_map");
        IEnumerable<object?> Mapped()
        {
            if (!Truth.Of(value))
                yield break;
            Func<object?, object?> map = Mapping(frame, arguments, named);
            foreach (object? item in Iteration.Over(frame.State, value))
                yield return map(item);
        }
    }

    private static Func<object?, object?> Mapping(Frame frame, object?[] arguments, List<KeyValuePair<string, object?>> named)
    {
        CallArguments all = new(arguments, [.. named]);
        if (arguments.Length == 0 && all.Take("attribute", out object? attribute))
        {
            all.Take("default", out object? otherwise);
            if (all.Named.Count > 0)
                throw Error.Filter($"Unexpected keyword argument '{all.Named[0].Key}'");
            AttributePath path = AttributePath.Parse(attribute, otherwise);
            return item => path.Get(frame, item);
        }

        if (arguments.Length == 0)
            throw Error.Filter("map requires a filter argument");
        string name = NameOf(frame, arguments[0]);
        object?[] rest = arguments[1..];
        return item => frame.State.Environment.ApplyFilter(frame, name, item, new CallArguments(rest, [.. named]));
    }

    private static string NameOf(Frame frame, object? name) => Texts.TryGet(name, out string text) ? text : Texts.Str(frame.State, name);

    private static IteratorValue Select(in Invocation call, bool wanted, bool byAttribute)
    {
        Frame frame = call.Frame;
        object? value = call.Value;
        object?[] arguments = call.Rest;
        List<KeyValuePair<string, object?>> named = [.. call.Others];
        return new IteratorValue(Selected(), function: "select_or_reject");
        IEnumerable<object?> Selected()
        {
            if (!Truth.Of(value))
                yield break;
            Func<object?, bool> test = Testing(frame, arguments, named, byAttribute);
            foreach (object? item in Iteration.Over(frame.State, value))
                if (test(item) == wanted)
                    yield return item;
        }
    }

    private static Func<object?, bool> Testing(
        Frame frame, object?[] arguments, List<KeyValuePair<string, object?>> named, bool byAttribute)
    {
        if (byAttribute && arguments.Length == 0)
            throw Error.Filter("Missing parameter for attribute name");
        AttributePath path = AttributePath.Parse(byAttribute ? arguments[0] : null);
        int offset = byAttribute ? 1 : 0;
        if (arguments.Length <= offset)
            return item => Truth.Of(path.Get(frame, item));
        string name = NameOf(frame, arguments[offset]);
        object?[] rest = arguments[(offset + 1)..];
        return item => frame.State.Environment.ApplyTest(frame, name, path.Get(frame, item), new CallArguments(rest, [.. named]));
    }
}
