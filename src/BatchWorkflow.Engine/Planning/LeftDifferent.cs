using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Planning;

/// <summary>Warns of taskservs that a part of the workflow needs, that are there, and that are other than wanted now: the part goes on with them as they are.</summary>
internal sealed class LeftDifferent(PlanDraft draft)
{
    /// <summary>Warns when a taskserv that is there differs: its check says so, or, when nobody asked it, the record does.</summary>
    public void Warn(ServerSite site, TaskservDefinition taskserv, SourceLocation at)
    {
        if (draft.Input.Options.Operations.Count == 0 || Differences(site, taskserv) is not { } how)
            return;
        draft.Problems.AddTo($"{taskserv.Name} {how}", site.Name, new Problem
        {
            Code = "Plan.LeftDifferent",
            Message = $"{taskserv.Name} is there on {{0}}, but other than wanted now ({how}); this part leaves it as it is.",
            Hint = "Take its operation into -Operation to bring it to what is wanted.",
            Location = at,
            IsWarning = true,
        });
    }

    private string? Differences(ServerSite site, TaskservDefinition taskserv)
    {
        TaskservRecord? record = draft.Facts.Record(site.Identity, taskserv.Name);
        if (draft.Facts.Check(site.Identity, taskserv.Name) is { IsTold: true } answer)
            return answer.AsWanted ? null : answer.Differences.Count > 0 ? Phrases.Differences(answer.Differences) : "its check says so";
        if (record is null)
            return null;
        IReadOnlyList<PropertyDifference> differences = RecordDifferences.Between(record, taskserv, draft.Templates.KeptOf(taskserv, site));
        return differences.Count > 0 ? Phrases.Differences(differences) : null;
    }
}
