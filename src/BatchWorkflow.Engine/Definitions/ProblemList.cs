using System.Collections.ObjectModel;

namespace BatchWorkflow.Engine.Definitions;

/// <summary>The problems of one load: all of them up to a bound, in the order of the files that were read.</summary>
internal sealed class ProblemList : Collection<Problem>
{
    /// <summary>How many problems are kept; more help nobody and a hostile file could have millions.</summary>
    internal const int Most = 1000;

    /// <summary>How long a message may be: some quote what the file holds.</summary>
    private const int LongestMessage = 600;

    private readonly Dictionary<string, int> files = [];
    private int dropped;

    /// <summary>True when something is wrong that is not only a warning.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Names a file whose problems come after those of the files named before.</summary>
    public void Begin(string file) => files.TryAdd(file, files.Count);

    /// <summary>Adds what is wrong at a place.</summary>
    public void Add(string code, SourceLocation at, string message, string? hint = null) =>
        Add(new Problem { Code = code, Message = message, Hint = hint, Location = at });

    /// <summary>Adds what the reader should know though nothing is wrong.</summary>
    public void Warn(string code, SourceLocation at, string message, string? hint = null) =>
        Add(new Problem { Code = code, Message = message, Hint = hint, Location = at, IsWarning = true });

    /// <summary>All of them by file, line and column.</summary>
    public IReadOnlyList<Problem> Sorted()
    {
        List<Problem> sorted = [.. this.OrderBy(FileOrder).ThenBy(p => p.Location.Line).ThenBy(p => p.Location.Column)];
        if (dropped > 0)
            sorted.Add(new Problem { Code = "Definition.More", Message = $"{dropped} more problems are not shown." });
        return sorted;
    }

    /// <inheritdoc />
    protected override void InsertItem(int index, Problem item)
    {
        if (item.Message.Length > LongestMessage)
            item = item with { Message = item.Message[..LongestMessage] + "…" };
        HasErrors |= !item.IsWarning;
        if (Count < Most)
            base.InsertItem(index, item);
        else
            dropped++;
    }

    private int FileOrder(Problem problem) => files.GetValueOrDefault(problem.Location.File ?? "", int.MaxValue);
}
