namespace BatchWorkflow.Jinja.Compiling;

/// <summary>Where in a template the compiler is.</summary>
internal sealed record Scope
{
    internal required Symbols Symbols { get; init; }

    /// <summary>Names that are set here are the template's own, which others can import and blocks can see.</summary>
    internal bool IsTopLevel { get; init; }

    /// <summary>As <see cref="IsTopLevel"/>, and not inside an if.</summary>
    internal bool IsRootLevel { get; init; }

    /// <summary>Inside a condition: a filter that does not exist is a problem only when it is reached.</summary>
    internal bool IsConditional { get; init; }

    /// <summary>Inside a constant that is worked out as Jinja2's compiler does.</summary>
    internal bool IsFolding { get; init; }

    internal bool IsInLoop { get; init; }

    /// <summary>Nothing is printed here once the template extends another.</summary>
    internal bool ChecksParent { get; init; }

    /// <summary>Whether values are escaped; null where that is only known when the template is rendered.</summary>
    internal bool? AutoEscape { get; init; }

    internal FunctionScope Function => Symbols.Function;

    internal Scope Inner(FunctionScope? function = null) => this with
    {
        Symbols = new Symbols(Symbols, function ?? Function), IsTopLevel = false, IsRootLevel = false, IsConditional = false,
        IsInLoop = function is null && IsInLoop,
    };

    internal Scope Conditional() => this with { IsRootLevel = false, IsConditional = true };
}
