using System.Collections.Frozen;

namespace BatchWorkflow.Jinja.Calling;

/// <summary>Built-in functions by name.</summary>
internal sealed class FunctionTable
{
    private readonly FrozenDictionary<string, NativeFunction> _functions;

    internal FunctionTable(params IEnumerable<(string Name, string Parameters, NativeBody Body)>[] parts) =>
        _functions = parts.SelectMany(part => part)
            .ToFrozenDictionary(f => f.Name, f => new NativeFunction(f.Name, f.Parameters, f.Body), StringComparer.Ordinal);

    internal bool TryGet(string name, out NativeFunction function) => _functions.TryGetValue(name, out function!);

    internal bool Contains(string name) => _functions.ContainsKey(name);
}
