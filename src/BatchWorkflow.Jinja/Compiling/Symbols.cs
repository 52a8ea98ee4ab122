namespace BatchWorkflow.Jinja.Compiling;

internal enum LoadKind
{
    /// <summary>Set before it is used: a loop's target, a macro's argument.</summary>
    Parameter,

    /// <summary>Looked up in the context when its scope is entered.</summary>
    Resolve,

    /// <summary>Begins with the value of the same name further out.</summary>
    Alias,

    /// <summary>Begins without a value.</summary>
    Undefined,
}

/// <summary>How a variable gets its first value; an alias names the scope whose variable it copies.</summary>
internal readonly record struct Load(LoadKind Kind, Symbols? Outer);

/// <summary>
/// The names of one scope, and where each comes from. A scope is told all its loads and stores in order before it is compiled, which
/// is how the language decides whether a name is the context's, an outer scope's, or its own.
/// </summary>
internal sealed class Symbols
{
    private readonly Dictionary<string, Load> _loads;
    private readonly HashSet<string> _stores;

    internal Symbols(Symbols? parent, FunctionScope function)
    {
        (Parent, Function, Level) = (parent, function, parent is null ? 0 : parent.Level + 1);
        (_loads, _stores) = (new(StringComparer.Ordinal), new(StringComparer.Ordinal));
    }

    private Symbols(Symbols original)
    {
        (Parent, Function, Level) = (original.Parent, original.Function, original.Level);
        (_loads, _stores) = (new(original._loads, StringComparer.Ordinal), new(original._stores, StringComparer.Ordinal));
    }

    internal Symbols? Parent { get; }

    internal FunctionScope Function { get; }

    internal int Level { get; }

    internal IReadOnlyDictionary<string, Load> Loads => _loads;

    internal Symbols Copy() => new(this);

    internal Symbols? Find(string name)
    {
        for (Symbols? symbols = this; symbols is not null; symbols = symbols.Parent)
            if (symbols._loads.ContainsKey(name))
                return symbols;
        return null;
    }

    internal void Load(string name)
    {
        if (Find(name) is null)
            _loads[name] = new Load(LoadKind.Resolve, null);
    }

    internal void Store(string name)
    {
        _stores.Add(name);
        if (_loads.ContainsKey(name))
            return;
        Symbols? outer = Parent?.Find(name);
        _loads[name] = outer is null ? new Load(LoadKind.Undefined, null) : new Load(LoadKind.Alias, outer);
    }

    internal void Declare(string name)
    {
        _stores.Add(name);
        _loads[name] = new Load(LoadKind.Parameter, null);
    }

    /// <summary>Takes over what the branches of an if store: such a name begins with its value from outside, since a branch may read it first.</summary>
    internal void Merge(IReadOnlyList<Symbols> branches)
    {
        HashSet<string> stored = [.. branches.SelectMany(branch => branch._stores).Where(name => !_stores.Contains(name))];
        foreach (Symbols branch in branches)
        {
            foreach ((string name, Load load) in branch._loads)
                _loads[name] = load;
            _stores.UnionWith(branch._stores);
        }

        foreach (string name in stored)
        {
            Symbols? outer = Parent?.Find(name);
            _loads[name] = outer is null ? new Load(LoadKind.Resolve, null) : new Load(LoadKind.Alias, outer);
        }
    }

    /// <summary>The names that this scope and those around it store, each with the scope that has it.</summary>
    internal Dictionary<string, Symbols> Stored()
    {
        Dictionary<string, Symbols> stored = new(StringComparer.Ordinal);
        for (Symbols? symbols = this; symbols is not null; symbols = symbols.Parent)
            foreach (string name in symbols._stores)
                stored.TryAdd(name, Find(name)!);
        return stored;
    }

    /// <summary>Tells whether a name that this scope has comes from the context in the end.</summary>
    internal bool ComesFromContext(string name) => _loads[name] switch
    {
        { Kind: LoadKind.Resolve } => true,
        { Kind: LoadKind.Alias, Outer: { } outer } => outer.ComesFromContext(name),
        _ => false,
    };
}
