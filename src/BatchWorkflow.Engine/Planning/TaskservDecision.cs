using System.Globalization;
using BatchWorkflow.Engine.Observing;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Planning;

/// <summary>What a step on a taskserv will do. Where its check was not asked, records only let it be estimated.</summary>
internal sealed class TaskservDecision(PlanDraft draft, Projection projection)
{
    private readonly TaskservRivals _rivals = new(draft, projection);

    /// <summary>Decides; null when a problem says why it cannot be done.</summary>
    public Decision? Decide(StepDraft step)
    {
        StepDraft? last = projection.LastOf(step.Site!, step.Taskserv!.Name);
        Decision? decision = step.Type switch
        {
            OperationType.Check => Check(step),
            OperationType.Delete => Delete(step, last),
            _ when !CanStand(step) => null,
            _ => last is null ? Observed(step) : last.Makes ? After(step, last) : AfterDelete(step, last),
        };
        return decision is null || !MayRunTwice(step, decision.Action)
            ? decision
            : decision with { Reason = decision.Reason + "; may run twice after a crash" };
    }

    /// <summary>True when a crash may make the step run twice: it has no check and may be repeated.</summary>
    public static bool MayRunTwice(StepDraft step, StepAction action) =>
        step.Kind == StepKind.Taskserv && action is StepAction.Create or StepAction.Update or StepAction.Delete
        && !TaskservScripts.HasCheck(step.Taskserv!) && step.Operation.Definition!.Repeatable;

    private bool IsServerThere(ServerSite site) => projection.LastOf(site) is { } last ? last.Makes : draft.IsThere(site);

    private Decision Check(StepDraft step) => new(
        StepAction.Check, IsServerThere(step.Site!) ? "compares the taskserv with what is wanted" : "its server is not there");

    private Decision Delete(StepDraft step, StepDraft? last)
    {
        ServerSite site = step.Site!;
        if (!IsServerThere(site))
        {
            step.IsOutOfReach = draft.IsAdopted(site);
            return new Decision(StepAction.Nothing, projection.LastOf(site) is null && step.IsOutOfReach ? OutOfReach(step) : "its server is not there");
        }
        if (last is not null)
            return last.Makes || TaskservScripts.HasCheck(step.Taskserv!)
                ? Decision.DeleteAfter(last)
                : new Decision(StepAction.Delete, $"{last.Id} deletes it first; it has no check, so its delete script decides", exact: false);
        if (projection.IsBare(site))
        {
            step.IsOnNewServer = true;
            return new Decision(StepAction.Nothing, "its server is new in this plan, so nothing is on it");
        }
        TaskservRecord? record = RecordOf(step);
        if (draft.Facts.Check(site.Identity, step.Taskserv!.Name) is { IsTold: true } answer)
            return answer.IsAbsent(record is not null)
                ? new Decision(StepAction.Nothing, "its check does not find it")
                : new Decision(StepAction.Delete, "its check finds it");
        string why = record is null ? "no run recorded it here" : InstalledBy(site, record);
        bool hasCheck = TaskservScripts.HasCheck(step.Taskserv);
        return new Decision(StepAction.Delete, hasCheck ? $"{why}; its check decides" : record is null ? $"{why}; its delete script decides" : why, exact: false);
    }

    /// <summary>Why nothing is deleted on a machine that nobody has taken over by then; told when the plan takes it over later.</summary>
    private string OutOfReach(StepDraft step)
    {
        if (draft.Index.OfServer(step.Site!.Name).FirstOrDefault(s => s is { IsSelected: true, Type: OperationType.Create }) is { } later)
            draft.Problems.AddTo($"{later.Operation.Id} {step.Taskserv!.Name}", step.Site.Name, new Problem
            {
                Code = "Plan.OutOfReach",
                Message = $"Operation {step.Operation.Id} deletes {step.Taskserv.Name} before operation {later.Operation.Id} takes over {{0}}: whatever is on it stays.",
                Hint = $"Order operation {step.Operation.Id} after {later.Operation.Id}.",
                Location = draft.InWorkflow(step.ItemPath),
                IsWarning = true,
            });
        return "its machine is not taken over by then";
    }

    /// <summary>False, with a problem, when an earlier step takes away what it stands on.</summary>
    private bool CanStand(StepDraft step)
    {
        if (projection.LastOf(step.Site!) is { Makes: false } gone)
            return Refuse(step, gone.Id, "Plan.ServerGone", $"{gone.Id} deletes the server before {{0}}.",
                $"Order operation {step.Operation.Id} before {gone.Operation.Id}, or create the server again in between.");
        foreach (string required in step.Taskserv!.Requires)
            if (projection.LastOf(step.Site!, required) is { Makes: false } deleted)
                return Refuse(step, deleted.Id, "Plan.RequirementGone", $"{deleted.Id} deletes {required} before {{0}}, which requires it.",
                    $"Order operation {step.Operation.Id} before {deleted.Operation.Id}, or leave {required} there.");
        _rivals.Judge(step);
        return true;
    }

    private Decision? AfterDelete(StepDraft step, StepDraft last) => step.Type == OperationType.Create
        ? new Decision(StepAction.Create, $"{last.Id} deletes it first")
        : NotThere(step, last.Id, $"{last.Id} deletes it first");

    private static Decision After(StepDraft step, StepDraft last) => TaskservScripts.HasCheck(step.Taskserv!)
        ? new Decision(StepAction.Nothing, $"{last.Id} brings it to what is wanted first; its check decides", exact: false)
        : new Decision(StepAction.Update, $"{last.Id} makes it first; it has no check, so it runs again", exact: false);

    private Decision? Observed(StepDraft step)
    {
        ServerSite site = step.Site!;
        if (projection.IsBare(site))
            return Bare(step);
        TaskservRecord? record = RecordOf(step);
        if (draft.Facts.Check(site.Identity, step.Taskserv!.Name) is { } answer)
            return Checked(step, answer, isRecorded: record is not null);
        return record is null ? NotRecorded(step) : Recorded(step, record);
    }

    /// <summary>How the taskserv was last installed, when the run will still know that.</summary>
    private TaskservRecord? RecordOf(StepDraft step) =>
        projection.IsForgotten(step.Site!) ? null : draft.Facts.Record(step.Site!.Identity, step.Taskserv!.Name);

    private Decision? Bare(StepDraft step)
    {
        step.IsOnNewServer = true;
        return step.Type == OperationType.Create
            ? new Decision(StepAction.Create, "its server is new in this plan, so nothing is on it")
            : NotThere(step, step.Operation.Id, "its server is new in this plan");
    }

    private Decision? NotThere(StepDraft step, string cause, string why)
    {
        Refuse(step, $"{cause} {step.Taskserv!.Name}", "Plan.NotThere",
            $"Nothing of {step.Taskserv.Name} is there for {{0}} to update: {why}.",
            "Use type create: it makes what is missing and updates what differs.");
        return null;
    }

    private Decision? Checked(StepDraft step, CheckAnswer answer, bool isRecorded)
    {
        bool isKnown = isRecorded || step.Type == OperationType.Update;
        if (!answer.IsTold)
            return new Decision(isKnown ? StepAction.Update : StepAction.Create, WhyUntold(step.Site!.Server.Name, answer), exact: false);
        switch (answer.ToReach(isKnown))
        {
            case StepAction.Nothing:
                return new Decision(StepAction.Nothing, "its check finds it as wanted");
            case StepAction.Create:
                return step.Type == OperationType.Create
                    ? new Decision(StepAction.Create, "its check does not find it")
                    : NotThere(step, step.Operation.Id, "its check does not find it");
            default:
                string found = answer.Differences.Count > 0 ? Phrases.Differences(answer.Differences) : "it other than wanted";
                return new Decision(StepAction.Update, $"its check finds {found}", true, answer.Differences);
        }
    }

    private static string WhyUntold(string server, CheckAnswer answer) => answer.NoAnswer is { } why
        ? $"its check on {server} gave no answer ({why}); it is asked again when the step begins"
        : answer.Silent is { } silent
        ? string.Create(CultureInfo.InvariantCulture, $"its check gave no answer within {silent.TotalSeconds:0.#} s")
        : $"its machine is not taken over yet and cannot be asked now ({answer.Unreached}); its check decides";

    private static Decision NotRecorded(StepDraft step)
    {
        StepAction action = step.Type == OperationType.Create ? StepAction.Create : StepAction.Update;
        return new Decision(action, $"no run recorded it here{CheckDecides(step)}", exact: false);
    }

    private Decision Recorded(StepDraft step, TaskservRecord record)
    {
        ServerSite site = step.Site!;
        string installed = InstalledBy(site, record);
        IReadOnlyList<PropertyDifference> differences = RecordDifferences.Between(
            record, step.Taskserv!, draft.Templates.KeptOf(step.Taskserv!, site));
        if (differences.Count > 0)
            return new Decision(
                StepAction.Update, $"{installed} otherwise: {Phrases.Differences(differences)}{CheckDecides(step)}", false, differences);
        return TaskservScripts.HasCheck(step.Taskserv!)
            ? new Decision(StepAction.Nothing, installed + CheckDecides(step), exact: false)
            : new Decision(StepAction.Update, $"{installed}; it has no check, so it runs again", exact: false);
    }

    private bool Refuse(StepDraft step, string cause, string code, string message, string hint)
    {
        draft.Problems.AddTo(cause, step.Id, new Problem
        {
            Code = code,
            Message = message,
            Hint = hint,
            Location = draft.InWorkflow(step.ItemPath),
        });
        return false;
    }

    private string InstalledBy(ServerSite site, TaskservRecord record) =>
        record.RunId is { } run ? $"installed by run {run}" : $"found there by run {draft.Facts.RunOf(site.Identity)}";

    private static string CheckDecides(StepDraft step) => TaskservScripts.HasCheck(step.Taskserv!) ? "; its check decides" : "";
}
