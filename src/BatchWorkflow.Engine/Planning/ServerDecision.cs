namespace BatchWorkflow.Engine.Planning;

/// <summary>What a step on a server will do.</summary>
internal sealed class ServerDecision(PlanDraft draft, Projection projection)
{
    /// <summary>Decides; null when a problem says why it cannot be done.</summary>
    public Decision? Decide(StepDraft step)
    {
        if (step.Type == OperationType.Check)
            return new Decision(StepAction.Check, "compares the server with what is wanted");
        step.IsAdopted = draft.IsAdopted(step.Site!);
        StepDraft? last = projection.LastOf(step.Site!);
        if (step.Type == OperationType.Delete)
            return Delete(step, last);
        if (last is { Makes: true })
            return Again(step, last);
        if (last is not null)
            return Missing(step, $"{last.Id} deletes it first");
        return draft.Input.Providers.TryGetValue(step.Provider!, out Provider? provider) ? Reach(step, provider) : null;
    }

    private Decision Delete(StepDraft step, StepDraft? last)
    {
        if (last is not null)
            return Decision.DeleteAfter(last);
        ResourceState? found = draft.Facts.Find(step.Site!.Identity);
        return found is null
            ? new Decision(StepAction.Nothing, "not there")
            : new Decision(StepAction.Delete, step.IsAdopted ? "known; its machine, and what is on it, stays" : $"there as {found.ProviderId}");
    }

    /// <summary>What a later operation does to a server that an earlier one brings to what that one wants.</summary>
    private Decision? Again(StepDraft step, StepDraft last)
    {
        Decision same = new(StepAction.Nothing, $"{last.Id} brings it to what is wanted first");
        if (CanonicalText.Of(step.Operation.Definition!.Settings) == CanonicalText.Of(last.Operation.Definition!.Settings))
            return same;
        (ResourceSpecification wanted, IReadOnlyList<KnownLater> later) = draft.Templates.Wanted(step);
        (ResourceSpecification before, IReadOnlyList<KnownLater> earlier) = draft.Templates.Wanted(last);
        if (later.Count + earlier.Count > 0 || !draft.Input.Providers.TryGetValue(step.Provider!, out Provider? provider))
            return new Decision(StepAction.Update, $"other settings than {last.Id} gives it first", exact: false);
        ResourceState reached = new() { Identity = before.Identity, Kind = before.Kind, ProviderId = last.Id, Properties = before.Properties };
        ResourceDiff diff = provider.Diff(reached, wanted);
        return diff.Kind == DiffKind.None ? same : Change(step, diff);
    }

    private Decision? Reach(StepDraft step, Provider provider)
    {
        (ResourceSpecification wanted, IReadOnlyList<KnownLater> later) = draft.Templates.Wanted(step);
        step.Later.AddRange(later);
        ResourceDiff diff = draft.Facts.Diff(provider, draft.Facts.Find(step.Site!.Identity), wanted, step.Id);
        return diff.Kind switch
        {
            DiffKind.None => new Decision(StepAction.Nothing, "already as wanted"),
            DiffKind.Missing => Missing(step, step.IsAdopted ? "not known yet; its machine is there and is taken over" : "not there"),
            _ => Change(step, diff),
        };
    }

    private Decision? Change(StepDraft step, ResourceDiff diff) => diff.Kind switch
    {
        DiffKind.InPlace => new Decision(StepAction.Update, Phrases.Differences(diff.Differences), true, diff.Differences),
        DiffKind.Replace when draft.Input.Options.AllowReplace => Replace(step, diff),
        DiffKind.Replace => Refuse(step, "Plan.Replace",
            $"Server {step.Site!.Name} would have to be replaced ({Phrases.Differences(diff.Differences)}).",
            "Change it back, or add -AllowReplace to delete it, with all that is on it, and make it anew."),
        _ => Refuse(step, "Plan.Refused",
            $"Server {step.Site!.Name} cannot be changed: {diff.Reason ?? Phrases.Differences(diff.Differences)}.", null),
    };

    private Decision? Missing(StepDraft step, string why) => step.Type == OperationType.Create
        ? new Decision(StepAction.Create, why)
        : Refuse(step, "Plan.NotThere", $"Operation {step.Operation.Id} updates server {step.Site!.Name}, which will not be there ({why}).",
            "Use type create: it makes what is missing and updates what differs.");

    private Decision Replace(StepDraft step, ResourceDiff diff)
    {
        List<string> lost = [.. draft.Facts.RecordedOn(step.Site!.Identity)
            .Where(t => !draft.Index.OfTaskserv(t, step.Site.Name).Any(s => s.IsSelected && s.Makes))];
        if (lost.Count > 0)
            draft.Problems.Add(new Problem
            {
                Code = "Plan.LostByReplace",
                Message = $"Replacing server {step.Site.Name} loses {Phrases.List(lost)}, which this plan does not install again.",
                Location = draft.InInfrastructure(step.Site.Path("name")),
                IsWarning = true,
            });
        return new Decision(StepAction.Replace, $"has to be made anew: {Phrases.Differences(diff.Differences)}", true, diff.Differences);
    }

    private Decision? Refuse(StepDraft step, string code, string message, string? hint)
    {
        draft.Problems.Add(code, message, hint,
            code == "Plan.NotThere" ? draft.InWorkflow(step.ItemPath) : draft.InInfrastructure(step.Site!.Path("name")));
        return null;
    }
}
