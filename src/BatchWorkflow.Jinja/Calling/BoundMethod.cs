using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Calling;

/// <summary>A method together with the value that it was taken from.</summary>
internal sealed class BoundMethod(object self, NativeFunction method) : CallableValue
{
    internal override string TypeName => "builtin_function_or_method";

    internal override string Repr =>
        $"<built-in method {method.Name} of {PythonTypes.NameOf(self)} object at 0x{0x7f0000000000 + (System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(self) * 16L):x12}>";

    internal override object? Call(Frame frame, CallArguments arguments) => method.Invoke(frame, self, arguments);
}
