using BatchWorkflow.Engine.Secrets;
using BatchWorkflow.Engine.Templating;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Planning;

/// <summary>What templates and conditions come to before the run: values, or when they will be known.</summary>
internal sealed class PlanTemplates(PlanDraft draft)
{
    private readonly Dictionary<(string? Taskserv, string Server), IReadOnlyDictionary<string, object?>> _variables = [];

    /// <summary>Compiles and renders.</summary>
    public TextTemplates Texts { get; } = new();

    /// <summary>What a step's templates see.</summary>
    public TemplateScope ScopeOf(StepDraft step) => Scope(step.Taskserv, step.Site?.Server, step.Site is { } site ? VariablesOf(step.Taskserv, site) : Hidden(draft.Workflow.Variables));

    /// <summary>What is known beside any step.</summary>
    public TemplateScope ScopeOf() => Scope(null, null, Hidden(draft.Workflow.Variables));

    /// <summary>The variables of a taskserv's scripts on a server; an <see cref="UnknownValue"/> where one is known later only.</summary>
    public IReadOnlyDictionary<string, object?> VariablesOf(TaskservDefinition? taskserv, ServerSite site)
    {
        (string?, string) key = (taskserv?.Name, site.Name);
        if (_variables.TryGetValue(key, out IReadOnlyDictionary<string, object?>? known))
            return known;
        IReadOnlyDictionary<string, object?> raw = TaskservVariables.For(taskserv, draft.Workflow, site.Server, draft.Input.Options);
        VariableResolution resolution = new(Hidden(raw), Scope(taskserv, site.Server, Values.None), Texts);
        known = resolution.Resolve(CancellationToken.None);
        foreach (VariableFailure failure in resolution.Failures)
            draft.Problems.AddTo($"{failure.Name} {failure.Message}", site.Name, new Problem
            {
                Code = TemplateProblems.Code,
                Location = TaskservVariables.PlaceOf(failure.Name, taskserv, site, draft),
                Message = $"Variable {failure.Name} on {{0}}: {failure.Message}",
            });
        return _variables[key] = known;
    }

    /// <summary>The same as they are kept with what is installed: secrets as references.</summary>
    public IReadOnlyDictionary<string, object?> KeptOf(TaskservDefinition taskserv, ServerSite site)
    {
        Dictionary<string, object?> kept = new(VariablesOf(taskserv, site), StringComparer.Ordinal);
        foreach ((string name, object? value) in TaskservVariables.For(taskserv, draft.Workflow, site.Server, draft.Input.Options))
            if (SecretReference.AllIn(value).Any())
                kept[name] = value;
        return kept;
    }

    /// <summary>What is wanted of a step's server, and which settings of it are known later only.</summary>
    public (ResourceSpecification Wanted, IReadOnlyList<KnownLater> Later) Wanted(StepDraft step)
    {
        ServerDefinition server = step.Site!.Server;
        (IReadOnlyDictionary<string, object?> settings, IReadOnlyList<KnownLater> later) = Settings(server.Settings, step);
        OperationDefinition? operation = step.Operation.Definition;
        (IReadOnlyDictionary<string, object?> own, IReadOnlyList<KnownLater> ownLater) = Settings(operation?.Settings ?? Values.None, step);
        ResourceSpecification wanted = Specifications.For(
            draft.Sites.Infrastructure.Name, server with { Settings = settings }, operation is null ? null : operation with { Settings = own });
        return (wanted, [.. later, .. ownLater]);
    }

    /// <summary>The settings of a server or an operation with their texts rendered, and those that are known later only.</summary>
    public (IReadOnlyDictionary<string, object?> Known, IReadOnlyList<KnownLater> Later) Settings(IReadOnlyDictionary<string, object?> settings, StepDraft step)
    {
        if (!TemplateMarks.AreIn(settings))
            return (settings, []);
        Dictionary<string, object?> known = new(StringComparer.Ordinal);
        List<KnownLater> later = [];
        TemplateScope scope = ScopeOf(step);
        foreach ((string name, object? value) in settings)
        {
            try
            {
                known[name] = RenderedValues.Render(value, text => Texts.Render(text, name, scope, CancellationToken.None));
            }
            catch (UnknownValueException e)
            {
                later.Add(new KnownLater(name, e.Value.Description));
            }
            catch (Exception e) when (e is JinjaException or InvalidCastException)
            {
                draft.Problems.AddTo($"setting {name} {e.Message}", step.Site!.Name, new Problem
                {
                    Code = TemplateProblems.Code,
                    Location = draft.InInfrastructure(step.Site.Path(name)),
                    Message = $"Setting {name} of {{0}}: {(e is JinjaException wrong ? TemplateProblems.Words(wrong) : e.Message + ".")}",
                });
            }
        }
        return (known, later);
    }

    /// <summary>What an operation's condition says of a step: true, false, or null with the reason why that is not known yet.</summary>
    public (bool? Holds, string? Later) When(StepDraft step)
    {
        if (step.Operation.Definition?.When is not { } condition)
            return (true, null);
        try
        {
            return (Texts.IsTrue(condition, "when", ScopeOf(step), CancellationToken.None), null);
        }
        catch (UnknownValueException e)
        {
            return (null, e.Value.Description);
        }
        catch (JinjaException e)
        {
            draft.Problems.AddTo($"{step.Operation.Id} when {e.Message}", step.Site?.Name ?? step.Item, new Problem
            {
                Code = TemplateProblems.Code,
                Location = draft.InWorkflow(step.Operation.Path("when")),
                Message = $"The condition of operation {step.Operation.Id} cannot be judged for {{0}}: {TemplateProblems.Words(e)}",
            });
            return (null, null);
        }
    }

    private TemplateScope Scope(TaskservDefinition? taskserv, ServerDefinition? server, IReadOnlyDictionary<string, object?> variables) => new()
    {
        Variables = variables,
        Server = server is null ? Unknowns.NoServer : ServerValue.Of(server),
        Taskserv = taskserv is null ? null : TaskservValue.Of(taskserv),
        Outputs = names => Later(names, OutputsOf),
        Status = names => Later(names, Unknowns.After),
    };

    /// <summary>What every operation and step will tell, each known after it.</summary>
    private Dictionary<string, object?> Later(IReadOnlyCollection<string>? names, Func<string, object> tell)
    {
        Dictionary<string, object?> later = new(StringComparer.Ordinal);
        List<string> operations = [.. draft.Operations.Select(o => o.Id)];
        foreach (string name in names ?? operations)
            if (OutputNames.OperationOf(name, operations) is { } operation)
                later[name] = tell(name.Contains('/', StringComparison.Ordinal) ? name : operation);
        return later;
    }

    /// <summary>The outputs of a gate, and those that an operation promises, are known by name before they are there.</summary>
    private object OutputsOf(string name)
    {
        OperationDefinition? operation = draft.Operation(OutputNames.OperationOf(name, [.. draft.Operations.Select(o => o.Id)]) ?? "")?.Definition;
        IEnumerable<string>? names = operation switch
        {
            { Gate: { } gate } => gate.Answers.Keys,
            { Outputs: { Count: > 0 } promised } => promised,
            _ => null,
        };
        return names?.ToDictionary(n => n, object? (_) => Unknowns.After(name), StringComparer.Ordinal) as object ?? Unknowns.After(name);
    }

    private static Dictionary<string, object?> Hidden(IReadOnlyDictionary<string, object?> variables) =>
        variables.ToDictionary(v => v.Key, v => HiddenValues.Hide(v.Key, v.Value), StringComparer.Ordinal);
}
