namespace BatchWorkflow.Simulation.Tests.Laws.Generating;

/// <summary>Decisions by chance.</summary>
internal sealed class Choices(Random random)
{
    /// <summary>True that often in a hundred.</summary>
    public bool Sometimes(int percent) => Next() >= 100 - percent;

    /// <summary>A number from least to most.</summary>
    public int Between(int least, int most) => least + (Next() * (most - least + 1) / 100);

    /// <summary>One of these.</summary>
    public T OneOf<T>(params IReadOnlyList<T> all) => all[Next() * all.Count / 100];

    /// <summary>Some of these in their order, each that often in a hundred.</summary>
    public List<T> Some<T>(IEnumerable<T> all, int percent) => [.. all.Where(_ => Sometimes(percent))];

    private int Next() => random.Next(100);
}
