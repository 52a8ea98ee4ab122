using System.Management.Automation;
using System.Management.Automation.Host;
using BatchWorkflow.Engine.Views;

namespace BatchWorkflow.PowerShell.Viewing;

/// <summary>A plan as people see it.</summary>
internal static class PlanView
{
    /// <summary>The plan for the pipeline, with its text for the screen.</summary>
    public static PSObject Of(Plan plan, PSHost? host)
    {
        (int width, bool colour) = (Screen.Width(host), Screen.HasColour(host));
        PSObject shown = new(plan);
        shown.Properties.Add(new PSNoteProperty("Text", new LateText(() => PlanText.Text(plan, width, colour).TrimEnd())));
        return shown;
    }

    /// <summary>How many steps do what: "12 steps (9 create, 3 nothing)".</summary>
    public static string Summary(Plan plan)
    {
        IEnumerable<string> actions = plan.Steps.GroupBy(s => s.Action).OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.Key.ToString().ToLowerInvariant()}");
        return $"{plan.Steps.Count} {(plan.Steps.Count == 1 ? "step" : "steps")} ({string.Join(", ", actions)})";
    }
}
