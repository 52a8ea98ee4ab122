using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Calling;

/// <summary>What a built-in function does.</summary>
internal delegate object? NativeBody(in Invocation call);

/// <summary>A built-in filter, test, method or function with its parameters.</summary>
internal sealed class NativeFunction
{
    private readonly string[] _parameters;
    private readonly int _required;
    private readonly bool _takesRest;
    private readonly bool _takesOthers;
    private readonly int _positionalOnly;

    /// <summary>
    /// Makes a function. Its parameters are written as words: a plain one is optional, one with an exclamation mark is needed,
    /// <c>/</c> ends those that have no name, <c>*</c> takes any more arguments and <c>**</c> any other names.
    /// </summary>
    internal NativeFunction(string name, string parameters, NativeBody body)
    {
        (Name, Body) = (name, body);
        List<string> names = [];
        foreach (string word in parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            switch (word)
            {
                case "/": _positionalOnly = names.Count; break;
                case "*": _takesRest = true; break;
                case "**": _takesOthers = true; break;
                default:
                    names.Add(word.TrimEnd('!'));
                    _required = word.EndsWith('!') ? names.Count : _required;
                    break;
            }
        }

        _parameters = [.. names];
    }

    internal string Name { get; }

    internal NativeBody Body { get; }

    internal object? Invoke(Frame frame, object? value, CallArguments arguments) =>
        Body(new Invocation(frame, Name, value, Bind(arguments)));

    private object?[] Bind(CallArguments arguments)
    {
        object?[] positional = arguments.Positional;
        bool open = _takesRest || _takesOthers;
        if (arguments.Named.Count == 0 && positional.Length == _parameters.Length && !open)
            return positional;
        object?[] bound = new object?[_parameters.Length + (open ? 2 : 0)];
        Array.Fill(bound, Missing.Value);
        int taken = Math.Min(positional.Length, _parameters.Length);
        Array.Copy(positional, bound, taken);
        if (positional.Length > taken && !_takesRest)
            throw Error.Type($"{Name}() takes at most {_parameters.Length} arguments ({positional.Length} given)");
        List<KeyValuePair<string, object?>> others = BindNamed(arguments, bound);
        for (int i = 0; i < _required; i++)
            if (bound[i] is Missing)
                throw Error.Type($"{Name}() missing required argument: '{_parameters[i]}'");
        if (!open)
            return bound;
        bound[^2] = positional[taken..];
        bound[^1] = others;
        return bound;
    }

    private List<KeyValuePair<string, object?>> BindNamed(CallArguments arguments, object?[] bound)
    {
        List<KeyValuePair<string, object?>> others = [];
        foreach (KeyValuePair<string, object?> named in arguments.Named)
        {
            int index = Array.IndexOf(_parameters, named.Key, _positionalOnly);
            if (index >= 0 && bound[index] is not Missing)
                throw Error.Type($"{Name}() got multiple values for argument '{named.Key}'");
            if (index >= 0)
                bound[index] = named.Value;
            else if (_takesOthers)
                others.Add(named);
            else
                throw Error.Type($"{Name}() got an unexpected keyword argument '{named.Key}'");
        }

        return others;
    }
}
