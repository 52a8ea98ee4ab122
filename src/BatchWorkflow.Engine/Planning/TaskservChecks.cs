namespace BatchWorkflow.Engine.Planning;

/// <summary>Judges taskservs against their servers: scripts that can run there, size, and what is still required there.</summary>
internal sealed class TaskservChecks(PlanDraft draft)
{
    private readonly TaskservSize _size = new(draft);

    /// <summary>Judges every step of a taskserv.</summary>
    public void Judge(IReadOnlyList<StepDraft> steps)
    {
        foreach (StepDraft step in steps)
            if (step.Kind == StepKind.Taskserv)
            {
                JudgeScripts(step);
                if (step.Makes)
                    _size.Judge(step);
                else if (step.Type == OperationType.Delete)
                    JudgeDependents(step);
            }
    }

    private void JudgeScripts(StepDraft step)
    {
        StepAction action = step.Type switch
        {
            OperationType.Delete => StepAction.Delete,
            OperationType.Check => StepAction.Check,
            OperationType.Update => StepAction.Update,
            _ => StepAction.Create,
        };
        TaskservDefinition taskserv = step.Taskserv!;
        if (TaskservScripts.For(taskserv, action) is not { } script)
            draft.Problems.AddTo($"{taskserv.Name} {action}", step.Operation.Id, new Problem
            {
                Code = "Plan.NoScript",
                Message = $"Taskserv {taskserv.Name} has no {action.ToString().ToLowerInvariant()} script, which operation {{0}} needs.",
                Hint = $"Add {action.ToString().ToLowerInvariant()}.sh to its folder.",
                Location = taskserv.Source.Find(""),
            });
        else
            JudgeExtension(step, script);
        if (action is StepAction.Create or StepAction.Update && TaskservScripts.For(taskserv, StepAction.Check) is { } check)
            JudgeExtension(step, check);
    }

    private void JudgeExtension(StepDraft step, string script)
    {
        if (!draft.Input.ScriptExtensions.TryGetValue(step.Site!.Name, out IReadOnlyList<string>? runnable)
            || runnable.Contains(TaskservScripts.Extension(script), StringComparer.OrdinalIgnoreCase))
            return;
        string can = runnable.Count == 0 ? "no scripts" : Phrases.List(runnable);
        draft.Problems.AddTo($"{step.Taskserv!.Name} {script} {can}", step.Site.Name, new Problem
        {
            Code = "Plan.ScriptCannotRun",
            Message = $"Script {script} of taskserv {step.Taskserv.Name} cannot run on {{0}}, which can run {can}.",
            Hint = "Add a script of that kind, or place the taskserv on other servers.",
            Location = step.Taskserv.Source.Find(""),
        });
    }

    /// <summary>Deleting what another taskserv on the server still requires is allowed, and told.</summary>
    private void JudgeDependents(StepDraft step)
    {
        if (draft.Index.OfServer(step.Site!.Name).Any(s => s is { IsSelected: true, Type: OperationType.Delete }))
            return;
        string name = step.Taskserv!.Name;
        foreach (string other in draft.Facts.RecordedOn(step.Site.Identity))
            if (draft.Input.Source.Taskservs.TryGetValue(other, out TaskservDefinition? dependent) && dependent.Requires.Contains(name)
                && !draft.Index.OfTaskserv(other, step.Site.Name).Any(s => s is { IsSelected: true, Type: OperationType.Delete }))
                draft.Problems.AddTo($"{name} {other}", step.Site.Name, new Problem
                {
                    Code = "Plan.StillRequired",
                    Message = $"{other} requires {name}, which is deleted on {{0}}.",
                    Location = draft.InWorkflow(step.ItemPath),
                    IsWarning = true,
                });
    }
}
