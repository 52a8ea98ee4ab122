using System.Text.Json;
using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.State;

/// <summary>The records of what exists, kept beside the runs and longer than they.</summary>
internal sealed class ResourceRecords(Store store)
{
    /// <summary>The record of an identity, or null.</summary>
    public async Task<ResourceRecord?> ReadAsync(string identity, CancellationToken cancellationToken)
    {
        StoreContent? content = await store.ReadAsync(NameOf(identity), 0, cancellationToken);
        return content is null ? null : Parse(identity, content);
    }

    /// <summary>Refuses (State.Unreadable) to go on by a plan when a record that its steps use is damaged.</summary>
    public async Task DemandAsync(Plan plan, CancellationToken cancellationToken)
    {
        string infrastructure = plan.Source.Infrastructure.Name;
        foreach (string identity in plan.Steps.Where(s => s.Server is not null || s.Kind == StepKind.SharedResource).Select(s => s.Kind == StepKind.SharedResource
            ? Specifications.Identity(infrastructure, s.Provider!, s.Item) : Specifications.Identity(infrastructure, s.Server!)).Distinct(StringComparer.Ordinal))
            await ReadAsync(identity, cancellationToken);
    }

    /// <summary>Changes a record; null removes it. The change is made again when another process was faster.</summary>
    public async Task ChangeAsync(string identity, Func<ResourceRecord?, ResourceRecord?> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            StoreContent? content = await store.ReadAsync(NameOf(identity), 0, cancellationToken);
            ResourceRecord? next = change(content is null ? null : Parse(identity, content));
            try
            {
                if (next is not null)
                    await store.ReplaceAsync(NameOf(identity), StoredJson.Write(next),
                        content?.Version ?? StoreVersion.Absent, Durability.Written, cancellationToken);
                else if (content is not null)
                    await store.DeleteAsync(NameOf(identity), content.Version, cancellationToken);
                return;
            }
            catch (StoreConflictException)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private static string NameOf(string identity) => $"resources/{identity}.json";

    private static ResourceRecord Parse(string identity, StoreContent content)
    {
        try
        {
            ResourceRecord record = StoredJson.Read<ResourceRecord>(content.Bytes.Span);
            return record.Identity == identity ? record : throw new JsonException($"it is the record of {record.Identity}");
        }
        catch (JsonException e)
        {
            throw new BatchWorkflowException("State.Unreadable", $"The record of {identity} ('{NameOf(identity)}' in the state) is damaged: {e.Message}.", e)
            {
                RecommendedAction = "Bring the file back from a backup, or move it away: providers and checks are then asked for what is there.",
            };
        }
    }
}
