using System.Numerics;
using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Methods;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Tests;

/// <summary>All built-in tests.</summary>
internal static class TestTable
{
    private static readonly (string Name, string Parameters, NativeBody Body)[] Kinds =
    [
        ("defined", "", (in call) => Boxes.Of(call.Value is not JinjaUndefined)),
        ("undefined", "", (in call) => Boxes.Of(call.Value is JinjaUndefined)),
        ("none", "", (in call) => Boxes.Of(call.Value is null)),
        ("boolean", "", (in call) => Boxes.Of(call.Value is bool)),
        ("true", "", (in call) => Boxes.Of(call.Value is true)),
        ("false", "", (in call) => Boxes.Of(call.Value is false)),
        ("integer", "", (in call) => Boxes.Of(call.Value is long or BigInteger)),
        ("float", "", (in call) => Boxes.Of(call.Value is double)),
        ("number", "", (in call) => Boxes.Of(Numbers.IsNumber(call.Value))),
        ("string", "", (in call) => Boxes.Of(call.Value is string or Markup)),
        ("mapping", "", (in call) => Boxes.Of(call.Value is DictValue)),
        ("callable", "", (in call) => Boxes.Of(call.Value is CallableValue or JinjaUndefined)),
        ("escaped", "", (in call) => Boxes.Of(call.Value is Markup or ModuleValue)),
        ("iterable", "", (in call) => Boxes.Of(Iteration.Try(call.State, call.Value) is not null)),
        ("sequence", "", IsSequence),
        ("filter", "", (in call) => Boxes.Of(Texts.TryGet(call.Value, out string name) && call.State.Environment.HasFilter(name))),
        ("test", "", (in call) => Boxes.Of(Texts.TryGet(call.Value, out string name) && call.State.Environment.HasTest(name))),
    ];

    private static readonly (string Name, string Parameters, NativeBody Body)[] Properties =
    [
        ("odd", "", (in call) => Boxes.Of(Remainder(call, Boxes.Of(2), 1))),
        ("even", "", (in call) => Boxes.Of(Remainder(call, Boxes.Of(2), 0))),
        ("divisibleby", "num!", (in call) => Boxes.Of(Remainder(call, call.Arguments[0], 0))),
        ("lower", "", (in call) => Boxes.Of(StringKinds.IsLower(Texts.Str(call.State, call.Value)))),
        ("upper", "", (in call) => Boxes.Of(StringKinds.IsUpper(Texts.Str(call.State, call.Value)))),
        ("sameas", "other!", (in call) => Boxes.Of(IsSame(call.Value, call.Arguments[0]))),
        ("in", "seq!", (in call) => Boxes.Of(Sequences.Contains(call.State, call.Arguments[0], call.Value))),
    ];

    internal static FunctionTable Builtin { get; } = new(
        Kinds, Properties,
        Comparison(["==", "eq", "equalto"], (left, right) => Equality.AreEqual(left, right)),
        Comparison(["!=", "ne"], (left, right) => !Equality.AreEqual(left, right)),
        Comparison(["<", "lt", "lessthan"], Ordering.IsLess),
        Comparison(["<=", "le"], Ordering.IsLessOrEqual),
        Comparison([">", "gt", "greaterthan"], Ordering.IsGreater),
        Comparison([">=", "ge"], Ordering.IsGreaterOrEqual));

    private static IEnumerable<(string Name, string Parameters, NativeBody Body)> Comparison(string[] names, Func<object?, object?, bool> holds) =>
        names.Select(name => (name, "other!", (NativeBody)((in call) => Boxes.Of(holds(call.Value, call.Arguments[0])))));

    private static object? IsSequence(in Invocation call) =>
        Boxes.Of(call.Value is string or Markup or ListValue or TupleValue or DictValue or RangeValue
            || (call.Value is JinjaUndefined && Sequences.Length(call.Value) is not null));

    private static bool Remainder(in Invocation call, object? divisor, long wanted) =>
        Equality.AreEqual(Arithmetic.Modulo(call.Frame, call.Value, divisor), Boxes.Of(wanted));

    private static bool IsSame(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (long a, long b) => a == b,
        (bool a, bool b) => a == b,
        (string a, string b) => a == b,
        (double a, double b) => a.Equals(b),
        _ => ReferenceEquals(left, right),
    };
}
