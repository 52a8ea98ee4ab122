using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.Secrets;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Templating;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Running;

/// <summary>What the templates of a run's steps come to while it runs.</summary>
/// <param name="source">The run's definitions.</param>
/// <param name="options">What the user asked for.</param>
/// <param name="steps">The steps whose outputs templates may use.</param>
/// <param name="seal">Opens secret outputs.</param>
internal sealed class RunTemplates(PlanSource source, PlanOptions options, IReadOnlyList<PlanStep> steps, SealedValues seal)
{
    private readonly Dictionary<string, ServerDefinition> _servers = source.Infrastructure.Servers.ToDictionary(s => s.Name, StringComparer.Ordinal);
    private readonly ILookup<string, PlanStep> _steps = steps.ToLookup(s => s.Operation, StringComparer.Ordinal);
    private readonly List<string> _operations = [.. source.Workflow.Operations.Select(o => o.Id)];
    private readonly TextTemplates _texts = new();
    private readonly Dictionary<string, GateDefinition> _gates = steps.Where(s => s.Kind == StepKind.Gate)
        .Join(source.Workflow.Operations, s => s.Operation, o => o.Id, (step, operation) => (step.Id, operation.Gate))
        .Where(g => g.Gate is not null).ToDictionary(g => g.Id, g => g.Gate!, StringComparer.Ordinal);

    /// <summary>What the templates of a step see.</summary>
    /// <param name="step">The step.</param>
    /// <param name="variables">Its variables.</param>
    /// <param name="known">What is known of its server; null when it is not known to be there.</param>
    /// <param name="outputs">The outputs so far.</param>
    /// <param name="reveal">True opens secret outputs; otherwise each is a mark that cannot be looked at.</param>
    public TemplateScope ScopeOf(
        PlanStep step, IReadOnlyDictionary<string, object?> variables, KnownServer? known, IReadOnlyDictionary<string, KeptOutputs> outputs, bool reveal) => new()
    {
        Variables = variables,
        Server = step.Server is { } server ? ServerValue.Of(_servers[server], known) : Unknowns.NoServer,
        Taskserv = step.Taskserv is { } taskserv ? TaskservValue.Of(source.Taskservs[taskserv]) : null,
        Outputs = names => Outputs(names ?? _operations, step, outputs, reveal),
    };

    /// <summary>The variables of a step as its templates see them: rendered, with marks for secrets and for what is not known by now.</summary>
    public IReadOnlyDictionary<string, object?> Resolve(PlanStep step, KnownServer? known, IReadOnlyDictionary<string, KeptOutputs> outputs)
    {
        Dictionary<string, object?> hidden = Raw(step).ToDictionary(v => v.Key, v => HiddenValues.Hide(v.Key, v.Value), StringComparer.Ordinal);
        VariableResolution resolution = new(hidden, ScopeOf(step, Values.None, known, outputs, reveal: false), _texts);
        IReadOnlyDictionary<string, object?> resolved = resolution.Resolve(CancellationToken.None);
        if (resolution.Failures is [{ } failure, ..])
            throw new FailureException(new Failure { Kind = FailureKind.Validation, Message = $"Variable {failure.Name} cannot be made: {failure.Message}" });
        return resolved;
    }

    /// <summary>The variables that a step's scripts get: secrets as references, and none that is not known by now.</summary>
    public IReadOnlyDictionary<string, object?> ForScripts(PlanStep step, IReadOnlyDictionary<string, object?> resolved)
    {
        IReadOnlyDictionary<string, object?> raw = Raw(step);
        Dictionary<string, object?> known = new(StringComparer.Ordinal);
        foreach ((string name, object? value) in resolved)
            if (SecretReference.AllIn(raw[name]).Any())
                known[name] = raw[name];
            else if (value is not UnknownValue)
                known[name] = value;
        return known;
    }

    /// <summary>Settings with their texts rendered.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="scope">What they see.</param>
    /// <param name="needed">False leaves out what is not known, as for a thing that goes.</param>
    public IReadOnlyDictionary<string, object?> Settings(IReadOnlyDictionary<string, object?> settings, TemplateScope scope, bool needed = true)
    {
        if (!TemplateMarks.AreIn(settings))
            return settings;
        Dictionary<string, object?> known = new(StringComparer.Ordinal);
        foreach ((string name, object? value) in settings)
        {
            try
            {
                known[name] = RenderedValues.Render(value, text => _texts.Render(text, name, scope, CancellationToken.None));
            }
            catch (Exception e) when (!needed && e is UnknownValueException or JinjaException)
            {
                // What goes is known by its identity.
            }
            catch (InvalidCastException e)
            {
                throw new FailureException(new Failure { Kind = FailureKind.Validation, Message = $"Setting {name} cannot be made: {e.Message}." });
            }
        }
        return known;
    }

    /// <summary>Whether a condition of a step holds.</summary>
    public bool IsTrue(string condition, string name, TemplateScope scope) => _texts.IsTrue(condition, name, scope, CancellationToken.None);

    private IReadOnlyDictionary<string, object?> Raw(PlanStep step) => step.Server is { } server
        ? TaskservVariables.For(step.Taskserv is { } name ? source.Taskservs[name] : null, source.Workflow, _servers[server], options)
        : source.Workflow.Variables;

    private Dictionary<string, object?> Outputs(IEnumerable<string> names, PlanStep step, IReadOnlyDictionary<string, KeptOutputs> outputs, bool reveal)
    {
        Dictionary<string, object?> values = new(StringComparer.Ordinal);
        foreach (string name in names)
            if (OutputNames.OperationOf(name, _operations) is { } operation)
                values[name] = name.Contains('/', StringComparison.Ordinal)
                    ? outputs.TryGetValue(name, out KeptOutputs? own) ? Open(own, name, reveal) : Unknowns.After(name)
                    : Together(operation, step, outputs, reveal);
        return values;
    }

    /// <summary>The outputs of an operation: those of its steps on the same server where it has some there, otherwise of all.</summary>
    private object Together(string operation, PlanStep step, IReadOnlyDictionary<string, KeptOutputs> outputs, bool reveal)
    {
        List<PlanStep> ended = [.. _steps[operation].Where(s => outputs.ContainsKey(s.Id))];
        if (ended.Count == 0)
            return Unknowns.After(operation);
        if (step.Server is { } server && ended.Exists(s => s.Server == server))
            ended.RemoveAll(s => s.Server != server);
        Dictionary<string, object?> together = new(StringComparer.Ordinal);
        foreach (PlanStep one in ended)
            foreach ((string name, object? value) in Open(outputs[one.Id], one.Id, reveal))
                together[name] = !together.TryGetValue(name, out object? other) || Equals(other, value) ? value
                    : new UnknownValue($"not the same on all servers: name one step, as in outputs['{one.Id}'].{name}");
        return together;
    }

    private Dictionary<string, object?> Open(KeptOutputs outputs, string step, bool reveal) =>
        _gates.TryGetValue(step, out GateDefinition? gate)
            ? outputs.Values.ToDictionary(o => o.Key, object? (o) => gate.Answers.TryGetValue(o.Key, out AnswerDefinition? answer) ? AnswerTexts.Value(answer, o.Value) : o.Value, StringComparer.Ordinal)
            : outputs.Values.ToDictionary(o => o.Key, object? (o) => !outputs.IsSealed(o.Key) ? o.Value : reveal ? Open(o.Value) : Unknowns.Secret($"{o.Key} of {step}"), StringComparer.Ordinal);

    /// <summary>The value that a text seals; one that does not open fails only what looks at it.</summary>
    private object Open(string sealedText)
    {
        try
        {
            return seal.Open(sealedText);
        }
        catch (FailureException e)
        {
            return new UnknownValue($"a secret that cannot be opened. {e.Failure.Message}");
        }
    }
}
