using System.Text.Json;

namespace BatchWorkflow.Engine.Storing.Moving;

/// <summary>Stands in a state that is being moved, or was: while it is there, nobody takes up a run.</summary>
internal sealed record MoveNote
{
    private const string StreamName = "move.json";

    /// <summary>Where the state comes from, while it is not whole here.</summary>
    public string? From { get; init; }

    /// <summary>Where the state has gone.</summary>
    public string? To { get; init; }

    /// <summary>The note of a state, or null.</summary>
    public static async Task<MoveNote?> ReadAsync(Store store, CancellationToken cancellationToken) =>
        await store.ReadAsync(StreamName, 0, cancellationToken) is { } content ? Read(content) : null;

    /// <summary>Refuses to work with a state that is moving or has moved.</summary>
    public static async Task RefuseAsync(Store store, CancellationToken cancellationToken)
    {
        if (await ReadAsync(store, cancellationToken) is not { } note)
            return;
        throw note.To is { } to
            ? new BatchWorkflowException("State.Moved", $"The runs of this state have moved to {to}.")
            {
                RecommendedAction = $"Give -StatePath '{to}', or set $env:BATCHWORKFLOW_STATE to it.",
            }
            : new BatchWorkflowException("State.Moving", $"The runs of {note.From} are being moved here, and not all have arrived.")
            {
                RecommendedAction = "Wait until Move-BatchState has ended; when it was interrupted, call it again.",
            };
    }

    /// <summary>Puts the note there, on the disk when this returns.</summary>
    public async Task WriteAsync(Store store, CancellationToken cancellationToken) =>
        await store.ReplaceAsync(StreamName, JsonSerializer.SerializeToUtf8Bytes(this, EngineJson.File), StoreVersion.Any, Durability.Flushed, cancellationToken);

    /// <summary>Takes the note away.</summary>
    public static ValueTask RemoveAsync(Store store, CancellationToken cancellationToken) => store.DeleteAsync(StreamName, StoreVersion.Any, cancellationToken);

    private static MoveNote Read(StoreContent content)
    {
        try
        {
            return StoredJson.Read<MoveNote>(content.Bytes.Span);
        }
        catch (JsonException e)
        {
            throw new BatchWorkflowException("State.Unreadable", $"'{StreamName}' in the state does not tell where its runs have moved: {e.Message}.", e)
            {
                RecommendedAction = "Call Move-BatchState again, or move the file away when the state was not being moved.",
            };
        }
    }
}
