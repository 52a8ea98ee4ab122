namespace BatchWorkflow.Engine.Planning;

/// <summary>Judges whether a server is large enough for a taskserv.</summary>
internal sealed class TaskservSize(PlanDraft draft)
{
    /// <summary>Judges one step that makes a taskserv.</summary>
    public void Judge(StepDraft step)
    {
        if (step.Taskserv!.MinimumResources is not { } minimum)
            return;
        Judge(step, "cpu", "", minimum.Cpu, step.Site!.Server.Cpu);
        Judge(step, "memory", " MiB", minimum.Memory, step.Site.Server.Memory);
        Judge(step, "disk", " GiB", minimum.Disk, step.Site.Server.Disk);
    }

    private void Judge(StepDraft step, string property, string unit, int needed, int? given)
    {
        if (needed <= 0)
            return;
        ServerSite site = step.Site!;
        TaskservDefinition taskserv = step.Taskserv!;
        long? told = given is null ? draft.Facts.Told(site.Identity, property) : null;
        if ((given ?? told ?? Found(site, property)) is not { } has)
        {
            step.IsSizeUnknown = true;
            draft.Problems.AddTo($"{taskserv.Name} {property}", site.Name, new Problem
            {
                Code = "Plan.SizeUnknown",
                Message = $"The {property} of {{0}} is not known; taskserv {taskserv.Name} needs {needed}{unit}.",
                Hint = $"Give {property} in the infrastructure file.",
                Location = taskserv.Source.Find($"minimum_resources.{property}"),
                IsWarning = true,
            });
        }
        else if (told is null ? has < needed : !ServerSize.Suffices(has, needed))
        {
            SourceLocation wanted = taskserv.Source.Find($"minimum_resources.{property}");
            string where = wanted.Line > 0 ? $" ({wanted})" : "";
            draft.Problems.Add("Plan.TooSmall",
                $"The {property} of server {site.Name} is {has}{unit}, but taskserv {taskserv.Name} needs {needed}{unit}{where}.",
                "Make the server larger, or place the taskserv on another.", draft.InInfrastructure(site.Path(property)));
        }
    }

    private long? Found(ServerSite site, string property) => draft.Facts.Property(site.Identity, property) switch
    {
        long whole => whole,
        int whole => whole,
        _ => null,
    };
}
