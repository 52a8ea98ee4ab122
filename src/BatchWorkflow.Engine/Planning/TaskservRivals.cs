namespace BatchWorkflow.Engine.Planning;

/// <summary>Finds taskservs that may not be on one server and would be there at once, whichever of them says so.</summary>
internal sealed class TaskservRivals
{
    private readonly PlanDraft _draft;
    private readonly Projection _projection;
    private readonly Dictionary<string, List<Rival>> _rivals = new(StringComparer.Ordinal);

    public TaskservRivals(PlanDraft draft, Projection projection)
    {
        (_draft, _projection) = (draft, projection);
        foreach (TaskservDefinition taskserv in draft.Input.Source.Taskservs.Values)
            for (int i = 0; i < taskserv.ConflictsWith.Count; i++)
            {
                SourceLocation location = taskserv.Source.Find($"conflicts_with[{i}]");
                Of(taskserv.Name).Add(new Rival(taskserv.ConflictsWith[i], location));
                Of(taskserv.ConflictsWith[i]).Add(new Rival(taskserv.Name, location));
            }
    }

    /// <summary>Judges a step that makes a taskserv, as of its place in the plan.</summary>
    public void Judge(StepDraft step)
    {
        if (!_rivals.TryGetValue(step.Taskserv!.Name, out List<Rival>? rivals))
            return;
        foreach (Rival rival in rivals)
            if (WhyThere(step.Site!, rival.Name) is { } why)
                Tell(step, rival, why);
    }

    /// <summary>How the rival comes to be on the server by then; null when it is not there.</summary>
    private string? WhyThere(ServerSite site, string rival) => _projection.LastOf(site, rival) switch
    {
        { Makes: true } => "this plan also puts on",
        { Makes: false } => null,
        _ => !_projection.IsBare(site) && _draft.IsThere(site, rival) ? "is on" : null,
    };

    private void Tell(StepDraft step, Rival rival, string why)
    {
        string name = step.Taskserv!.Name;
        string pair = string.CompareOrdinal(name, rival.Name) < 0 ? $"{name} {rival.Name}" : $"{rival.Name} {name}";
        _draft.Problems.AddTo(pair, step.Site!.Name, new Problem
        {
            Code = "Plan.Conflict",
            Message = $"Taskserv {name} conflicts with {rival.Name}, which {why} {{0}}.",
            Hint = $"Delete {rival.Name} first, or place one of them on other servers.",
            Location = rival.Location,
        });
    }

    private List<Rival> Of(string taskserv)
    {
        if (!_rivals.TryGetValue(taskserv, out List<Rival>? rivals))
            _rivals.Add(taskserv, rivals = []);
        return rivals;
    }

    private sealed record Rival(string Name, SourceLocation Location);
}
