using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Methods;

/// <summary>The methods of dicts.</summary>
internal static class DictMethods
{
    internal static FunctionTable Table { get; } = new(
    [
        ("items", "", Items), ("keys", "", Keys), ("values", "", Values), ("get", "key! default /", Get),
        ("pop", "key! default /", Pop), ("popitem", "", PopItem), ("setdefault", "key! default /", SetDefault),
        ("update", "other / * **", Update), ("copy", "", Copy), ("clear", "", Clear), ("fromkeys", "keys! value /", FromKeys),
    ]);

    private static DictValue Dict(in Invocation call) => (DictValue)call.Value!;

    private static DictView Items(in Invocation call) => new DictView(Dict(call), DictViewKind.Items);

    private static DictView Keys(in Invocation call) => new DictView(Dict(call), DictViewKind.Keys);

    private static DictView Values(in Invocation call) => new DictView(Dict(call), DictViewKind.Values);

    private static object? Get(in Invocation call) => Dict(call).TryGet(call.Arguments[0], out object? value) ? value : call.Get(1);

    private static object? Pop(in Invocation call)
    {
        if (Dict(call).Remove(call.Arguments[0], out object? value))
            return value;
        return call.Has(1) ? call.Arguments[1] : throw Error.Key(Reprs.Of(call.Arguments[0]));
    }

    private static TupleValue PopItem(in Invocation call)
    {
        DictValue dict = Dict(call);
        if (dict.Count == 0)
            throw Error.Key("'popitem(): dictionary is empty'");
        KeyValuePair<object?, object?> last = dict[dict.Count - 1];
        dict.RemoveLast();
        return new TupleValue([last.Key, last.Value]);
    }

    private static object? SetDefault(in Invocation call)
    {
        if (Dict(call).TryGet(call.Arguments[0], out object? value))
            return value;
        Set(call, call.Arguments[0], call.Get(1));
        return call.Get(1);
    }

    private static object? Update(in Invocation call)
    {
        if (call.Has(0))
            foreach ((object? key, object? value) in Pairs(call.State, call.Arguments[0]))
                Set(call, key, value);
        foreach ((string key, object? value) in call.Others)
            Set(call, key, value);
        return null;
    }

    private static void Set(in Invocation call, object? key, object? value)
    {
        DictValue dict = Dict(call);
        dict.Set(key, value);
        call.State.ChargeItems(dict.Count > call.State.Limits.MaxCollectionSize ? dict.Count : 1);
    }

    /// <summary>The pairs of a dict, or of a sequence of pairs.</summary>
    internal static IEnumerable<KeyValuePair<object?, object?>> Pairs(RenderState state, object? source)
    {
        if (source is DictValue dict)
        {
            foreach (KeyValuePair<object?, object?> entry in dict.Copy().Entries)
                yield return entry;
            yield break;
        }

        int index = 0;
        foreach (object? item in Iteration.Over(state, source))
        {
            if (Iteration.Try(state, item) is not { } parts)
                throw Error.Type($"cannot convert dictionary update sequence element #{index} to a sequence");
            List<object?> pair = Iteration.ToList(state, parts);
            if (pair.Count != 2)
                throw Error.Value($"dictionary update sequence element #{index} has length {pair.Count}; 2 is required");
            yield return new(pair[0], pair[1]);
            index++;
        }
    }

    private static DictValue Copy(in Invocation call)
    {
        call.State.ChargeItems(Dict(call).Count);
        return Dict(call).Copy();
    }

    private static object? Clear(in Invocation call)
    {
        Dict(call).Clear();
        return null;
    }

    private static DictValue FromKeys(in Invocation call)
    {
        DictValue made = new();
        foreach (object? key in Iteration.ToList(call.State, call.Arguments[0]))
            made.Set(key, call.Get(1));
        return made;
    }
}
