using BatchWorkflow.Jinja.Compiling;

namespace BatchWorkflow.Jinja.Rendering;

/// <summary>A compiled macro, before it is tied to the variables around it.</summary>
internal sealed record MacroBody(string? Name, CompiledTemplate Template, FunctionScope Function, string[] Parameters)
{
    /// <summary>The slots of the parameters, then those of caller, kwargs and varargs where the macro uses them.</summary>
    internal required int[] Slots { get; init; }

    internal required Evaluate?[] Defaults { get; init; }

    internal required Action<Frame> Enter { get; init; }

    internal required Execute Run { get; init; }

    internal bool TakesCaller { get; init; }

    internal bool HasExplicitCaller { get; init; }

    internal bool TakesNamed { get; init; }

    internal bool TakesRest { get; init; }
}
