using System.Numerics;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Calling;

/// <summary>One call of a built-in filter, test, method or function: the value it belongs to and its arguments in the order of its parameters.</summary>
internal readonly record struct Invocation(Frame Frame, string Function, object? Value, object?[] Arguments)
{
    internal RenderState State => Frame.State;

    internal bool AutoEscape => Frame.Context.AutoEscape;

    /// <summary>The arguments beyond the parameters, where the function takes any number.</summary>
    internal object?[] Rest => (object?[])Arguments[^2]!;

    /// <summary>The named arguments beyond the parameters, where the function takes any name.</summary>
    internal IReadOnlyList<KeyValuePair<string, object?>> Others => (IReadOnlyList<KeyValuePair<string, object?>>)Arguments[^1]!;

    internal bool Has(int index) => Arguments[index] is not Missing;

    internal bool HasValue(int index) => Arguments[index] is not (Missing or null);

    internal object? Get(int index, object? otherwise = null) => Arguments[index] is Missing ? otherwise : Arguments[index];

    internal bool IsTrue(int index, bool otherwise = false) => Arguments[index] is Missing ? otherwise : Truth.Of(Arguments[index]);

    /// <summary>An integer argument that fits 64 bits.</summary>
    internal long Integer(int index, long otherwise = 0)
    {
        object? argument = Arguments[index];
        if (argument is Missing)
            return otherwise;
        if (Numbers.TryLong(argument, out long value))
            return value;
        if (argument is BigInteger)
            throw Error.Overflow("Python int too large to convert to C ssize_t");
        Guard.Refuse(argument);
        throw Error.Type($"'{PythonTypes.NameOf(argument)}' object cannot be interpreted as an integer");
    }

    /// <summary>A string argument.</summary>
    internal string Text(int index, string otherwise = "")
    {
        object? argument = Arguments[index];
        if (argument is Missing)
            return otherwise;
        if (Texts.TryGet(argument, out string text))
            return text;
        Guard.Refuse(argument);
        throw Error.Type($"{Function}() argument {index + 1} must be str, not {PythonTypes.NameOf(argument)}");
    }

    /// <summary>The text of an argument of any type.</summary>
    internal string Str(int index, string otherwise = "") => Arguments[index] is Missing ? otherwise : Texts.Str(State, Arguments[index]);
}
