namespace BatchWorkflow.Engine.Planning;

/// <summary>What the steps so far would have made of the world, followed in the order of the plan.</summary>
internal sealed class Projection
{
    private readonly Dictionary<string, StepDraft> _servers = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Identity, string Taskserv), StepDraft> _taskservs = [];
    private readonly Dictionary<string, List<(string, string)>> _installed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _bare = new(StringComparer.Ordinal);
    private readonly HashSet<string> _forgotten = new(StringComparer.Ordinal);
    private readonly HashSet<string> _resources = new(StringComparer.Ordinal);

    /// <summary>The last step that made or deleted the server, or null while it is as observed.</summary>
    public StepDraft? LastOf(ServerSite site) => _servers.GetValueOrDefault(site.Identity);

    /// <summary>The last step that made or deleted the taskserv since its server was made, or null.</summary>
    public StepDraft? LastOf(ServerSite site, string taskserv) => _taskservs.GetValueOrDefault((site.Identity, taskserv));

    /// <summary>True when the plan makes or deletes the server, so that nothing that was observed on it is left.</summary>
    public bool IsBare(ServerSite site) => _bare.Contains(site.Identity);

    /// <summary>True when the plan takes over or forgets the server's machine: what is on it stays, and what was recorded of that is lost.</summary>
    public bool IsForgotten(ServerSite site) => _forgotten.Contains(site.Identity);

    /// <summary>True when the plan makes that shared resource.</summary>
    public bool IsMade(string provider, string resource) => _resources.Contains($"{provider}/{resource}");

    /// <summary>True when the server is there once all steps so far are done.</summary>
    public bool IsThere(string identity, bool observed) => _servers.TryGetValue(identity, out StepDraft? last) ? last.Makes : observed;

    /// <summary>The identities of the servers that the plan makes or deletes.</summary>
    public IEnumerable<(string Identity, string Provider)> Touched => _servers.Select(s => (s.Key, s.Value.Provider!));

    /// <summary>Notes a step whose action is decided.</summary>
    public void Note(StepDraft step, StepAction action)
    {
        if (step.Type is OperationType.Check or OperationType.Gate)
            return;
        switch (step.Kind)
        {
            case StepKind.Server: NoteServer(step, action); break;
            case StepKind.Taskserv: NoteTaskserv(step); break;
            default: _resources.Add($"{step.Provider}/{step.Item}"); break;
        }
    }

    private void NoteServer(StepDraft step, StepAction action)
    {
        string identity = step.Site!.Identity;
        _servers[identity] = step;
        if (action is not (StepAction.Create or StepAction.Replace or StepAction.Delete))
            return;
        if (step.IsAdopted)
        {
            _forgotten.Add(identity);
            return;
        }
        _bare.Add(identity);
        if (_installed.Remove(identity, out List<(string, string)>? lost))
            foreach ((string, string) taskserv in lost)
                _taskservs.Remove(taskserv);
    }

    private void NoteTaskserv(StepDraft step)
    {
        if (step.IsOutOfReach)
            return;
        string identity = step.Site!.Identity;
        _taskservs[(identity, step.Taskserv!.Name)] = step;
        if (!_installed.TryGetValue(identity, out List<(string, string)>? names))
            _installed.Add(identity, names = []);
        names.Add((identity, step.Taskserv.Name));
    }
}
