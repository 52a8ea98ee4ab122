using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Observing;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Secrets;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Templating;

/// <summary>Renders a template or an expression as a run would, for somebody who tries it.</summary>
internal sealed class TemplateTrial(EngineParts engine, WorkflowPlans plans)
{
    private static readonly PlanSource Nothing = new(
        new WorkflowDefinition { Name = "none" }, new InfrastructureDefinition { Name = "none" }, new Dictionary<string, TaskservDefinition>());

    /// <summary>The text of a template, or the value of an expression.</summary>
    public async Task<object?> RenderAsync(TemplateRequest request, CancellationToken cancellationToken)
    {
        RunState? run = request.RunId is { } id ? await RunHistory.ReadAsync(engine, new RunFolder(engine.Store, engine.StatePath, id), cancellationToken) : null;
        PlanSource source = run?.Plan.Source ?? await SourceAsync(request, cancellationToken);
        PlanOptions options = run is null ? request.Options : run.Plan.Options with { Variables = Over(run.Plan.Options.Variables, request.Options.Variables) };
        PlanStep step = StepOf(request, source);
        RunTemplates templates = new(source, options, run?.Plan.Steps ?? [], new SealedValues(engine.StatePath));
        IReadOnlyDictionary<string, KeptOutputs> outputs = run?.Outputs ?? new RunState(Empty(source)).Outputs;
        try
        {
            IReadOnlyDictionary<string, object?> variables = templates.Resolve(step, known: null, outputs);
            TemplateScope scope = templates.ScopeOf(step, variables, known: null, outputs, reveal: false) with
            {
                Status = names => run is null ? Unknowns.After("a run has begun") : RunConditions.Statuses(names, run),
            };
            return Render(request, scope, cancellationToken);
        }
        catch (JinjaException e)
        {
            throw new BatchWorkflowException("Template.Invalid", $"{e.Template ?? "template"}:{e.Line}:{e.Column}: {TemplateProblems.Words(e)}", e)
            {
                RecommendedAction = TemplateProblems.Hint(e),
            };
        }
        catch (UnknownValueException e)
        {
            throw new BatchWorkflowException("Template.NotKnown", $"It needs a value that is {e.Value.Description}.", e)
            {
                RecommendedAction = "Give the -Id of a run to use its outputs, and -Server for what belongs to a server.",
            };
        }
        catch (FailureException e)
        {
            throw new BatchWorkflowException("Template.Invalid", e.Failure.Message, e);
        }
    }

    private static object? Render(TemplateRequest request, TemplateScope scope, CancellationToken cancellationToken)
    {
        TextTemplates texts = new();
        if (request.Expression is { } expression)
            return texts.Evaluate(expression, "expression", scope, cancellationToken);
        if (request.File is not { } file)
            return TextTemplates.Text(request.Template ?? "", "template", scope, cancellationToken);
        JinjaTemplate template = TextTemplates.For(new FolderLoader(Path.GetDirectoryName(file)!) { IsThere = RegularFile.IsThere }).Compile(Text(file), file);
        return template.Render(scope.ToContext(template.FindUndeclared()), cancellationToken);
    }

    private static string Text(string file)
    {
        try
        {
            return RegularFile.ReadText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BatchWorkflowException("Template.NotFound", $"The template cannot be read: {e.Message}", e);
        }
    }

    private async Task<PlanSource> SourceAsync(TemplateRequest request, CancellationToken cancellationToken)
    {
        if (request.Workflow is not { } input)
            return Nothing with { Workflow = Nothing.Workflow with { Variables = request.Options.Variables } };
        LoadedWorkflow loaded = await plans.LoadAsync(input, request.Options, cancellationToken);
        return loaded.Source ?? throw new BatchWorkflowException("Definition.Invalid", $"The workflow has problems: {loaded.Problems.First(p => !p.IsWarning)}")
        {
            Problems = loaded.Problems,
            RecommendedAction = "Test-BatchWorkflow -Detailed shows all of them.",
        };
    }

    private static PlanStep StepOf(TemplateRequest request, PlanSource source)
    {
        OperationDefinition? operation = request.Operation is not { } id ? null : source.Workflow.Operations.FirstOrDefault(o => o.Id == id)
            ?? throw Unknown("Operation", id, source.Workflow.Operations.Select(o => o.Id));
        ServerDefinition? server = request.Server is not { } name ? null : source.Infrastructure.Servers.FirstOrDefault(s => s.Name == name)
            ?? throw Unknown("Server", name, source.Infrastructure.Servers.Select(s => s.Name));
        string? taskserv = request.Taskserv ?? (operation?.Target == OperationTarget.Taskserv ? operation.Items[0] : null);
        if (taskserv is not null && !source.Taskservs.ContainsKey(taskserv))
            throw Unknown("Taskserv", taskserv, source.Taskservs.Keys);
        return new PlanStep
        {
            Id = "trial",
            Operation = operation?.Id ?? "trial",
            Item = taskserv ?? server?.Name ?? "trial",
            Kind = StepKind.Taskserv,
            Action = StepAction.Nothing,
            Server = server?.Name,
            Provider = server?.Provider,
            Taskserv = taskserv,
            Reason = "tried",
        };
    }

    private static BatchWorkflowException Unknown(string what, string name, IEnumerable<string> known) =>
        new($"{what}.NotFound", $"There is no {what.ToLowerInvariant()} {name}.") { RecommendedAction = NearestName.Hint(name, [.. known]) };

    private static Dictionary<string, object?> Over(IReadOnlyDictionary<string, object?> below, IReadOnlyDictionary<string, object?> over) =>
        below.Concat(over).GroupBy(v => v.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal);

    private static Plan Empty(PlanSource source) =>
        new() { Workflow = "", Infrastructure = "", DefinitionHash = "", ObservedHash = "", Steps = [], Source = source };
}
