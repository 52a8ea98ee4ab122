namespace BatchWorkflow.Jinja;

/// <summary>What one rendering or evaluation may use before it ends with a <see cref="JinjaErrorKind.Limit"/> problem.</summary>
public sealed record JinjaLimits
{
    /// <summary>The limits that hold unless an environment sets its own.</summary>
    public static JinjaLimits Default { get; } = new();

    /// <summary>Iterations of all loops and filters together.</summary>
    public long MaxIterations { get; init; } = 10_000_000;

    /// <summary>Macros, includes, blocks and recursive loops inside each other.</summary>
    public int MaxRecursionDepth { get; init; } = 200;

    /// <summary>Characters of the whole output.</summary>
    public int MaxOutputLength { get; init; } = 16 * 1024 * 1024;

    /// <summary>Characters of any one string that a template makes.</summary>
    public int MaxStringLength { get; init; } = 4 * 1024 * 1024;

    /// <summary>Elements of any one list, tuple or dict that a template makes.</summary>
    public int MaxCollectionSize { get; init; } = 1_000_000;

    /// <summary>Characters and elements of all strings and collections that a template makes, those it has let go included.</summary>
    public long MaxTotalSize { get; init; } = 256L * 1024 * 1024;

    /// <summary>Bits of any integer.</summary>
    public int MaxIntegerBits { get; init; } = 128 * 1024;

    /// <summary>Wall-clock time; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for none.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
