using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Calling;

/// <summary>A built-in function as a value: what a global such as <c>range</c> is.</summary>
internal sealed class BuiltinFunction(NativeFunction function, string repr, string typeName) : CallableValue
{
    internal override string TypeName => typeName;

    internal override string Repr => repr;

    internal override object? Call(Frame frame, CallArguments arguments) => function.Invoke(frame, null, arguments);
}
