namespace BatchWorkflow.Simulation.Tests.Found;

/// <summary>A store that loses or delays what a test says: a write on its way there, or the answer to one that was done.</summary>
internal sealed class LossyStore(Store inner) : Store
{
    /// <summary>True for a write, such as append and the stream's name, that does not get there.</summary>
    public Func<string, bool> LosesWrite { get; set; } = _ => false;

    /// <summary>True for a write to which no answer comes back.</summary>
    public Func<string, bool> LosesAnswer { get; set; } = _ => false;

    /// <summary>What a write waits for before it gets there.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>What the answer to a write that was done waits for.</summary>
    public Func<string, Task> After { get; set; } = _ => Task.CompletedTask;

    /// <inheritdoc />
    public override ValueTask<StoreContent?> ReadAsync(string name, long offset, CancellationToken cancellationToken) => inner.ReadAsync(name, offset, cancellationToken);

    /// <inheritdoc />
    public override ValueTask<StoreVersion> AppendAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken) =>
        LoseAsync($"append {name}", () => inner.AppendAsync(name, bytes, seen, durability, cancellationToken));

    /// <inheritdoc />
    public override ValueTask<StoreVersion> ReplaceAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken) =>
        LoseAsync($"replace {name}", () => inner.ReplaceAsync(name, bytes, seen, durability, cancellationToken));

    /// <inheritdoc />
    public override IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);

    /// <inheritdoc />
    public override async ValueTask DeleteAsync(string name, StoreVersion seen, CancellationToken cancellationToken) => await LoseAsync($"delete {name}", async () =>
    {
        await inner.DeleteAsync(name, seen, cancellationToken);
        return StoreVersion.Absent;
    });

    private async ValueTask<StoreVersion> LoseAsync(string name, Func<ValueTask<StoreVersion>> write)
    {
        if (LosesWrite(name))
            throw new BatchWorkflowException("State.Unwritable", $"'{name}' cannot be written.");
        await Before(name);
        StoreVersion version = await write();
        await After(name);
        return LosesAnswer(name) ? throw new BatchWorkflowException("State.Unwritable", $"Nobody knows whether '{name}' was written.") : version;
    }
}
