using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Methods;

/// <summary>The methods of sets.</summary>
internal static class SetMethods
{
    internal static FunctionTable Table { get; } = new(
    [
        ("add", "item! /", Add), ("discard", "item! /", Discard), ("remove", "item! /", Remove), ("copy", "", Copy),
        ("union", "other /", Union), ("intersection", "other! /", Intersection), ("difference", "other! /", Difference),
        ("issubset", "other! /", IsSubset), ("issuperset", "other! /", IsSuperset), ("isdisjoint", "other! /", IsDisjoint),
    ]);

    private static SetValue Set(in Invocation call) => (SetValue)call.Value!;

    private static SetValue Of(IEnumerable<object?> items)
    {
        SetValue set = new();
        foreach (object? item in items)
            set.Add(item);
        return set;
    }

    private static SetValue Other(in Invocation call) => Of(Iteration.ToList(call.State, call.Get(0, new ListValue())));

    private static object? Add(in Invocation call)
    {
        Set(call).Add(call.Arguments[0]);
        call.State.ChargeItems(1);
        return null;
    }

    private static object? Discard(in Invocation call)
    {
        Set(call).Remove(call.Arguments[0]);
        return null;
    }

    private static object? Remove(in Invocation call) =>
        Set(call).Remove(call.Arguments[0]) ? null : throw Error.Key(Reprs.Of(call.Arguments[0]));

    private static SetValue Copy(in Invocation call) => Of(Set(call).Items);

    private static SetValue Union(in Invocation call) => Of(Set(call).Items.Concat(Other(call).Items));

    private static SetValue Intersection(in Invocation call) => Of(Set(call).Items.Where(Other(call).Contains));

    private static SetValue Difference(in Invocation call)
    {
        SetValue other = Other(call);
        return Of(Set(call).Items.Where(item => !other.Contains(item)));
    }

    private static object? IsSubset(in Invocation call) => Boxes.Of(Set(call).Items.All(Other(call).Contains));

    private static object? IsSuperset(in Invocation call) => Boxes.Of(Other(call).Items.All(Set(call).Contains));

    private static object? IsDisjoint(in Invocation call)
    {
        SetValue other = Other(call);
        return Boxes.Of(!Set(call).Items.Any(other.Contains));
    }
}
