using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Definitions.Reading;
using BatchWorkflow.Engine.Secrets;

namespace BatchWorkflow.Engine.Templating;

/// <summary>Renders the files of one load with the workflow's variables: those of the chosen environment and those that were given over its own.</summary>
internal sealed class DefinitionTemplates
{
    private readonly PlanOptions _options;
    private readonly ProblemList _problems;
    private readonly CancellationToken _cancellation;
    private readonly TextTemplates _templates = new();
    private readonly TreeTemplates _tree;
    private TemplateScope _scope;

    /// <summary>Nothing is known but what the user gave, until <see cref="Workflow"/> has read the rest.</summary>
    public DefinitionTemplates(PlanOptions options, ProblemList problems, CancellationToken cancellationToken)
    {
        (_options, _problems, _cancellation) = (options, problems, cancellationToken);
        _tree = new TreeTemplates(_templates, problems, cancellationToken);
        _scope = Scope(options.Variables);
    }

    /// <summary>A workflow file, with the operations that its templates yield.</summary>
    /// <param name="root">The file's tree.</param>
    /// <param name="folder">The folder that its templates are relative to.</param>
    public DefinitionNode Workflow(DefinitionNode root, string folder)
    {
        if (root is not MapNode map)
            return root;
        Dictionary<string, MapEntry> variables = VariablesOf(map);
        Learn(variables);
        MapNode rendered = map with { Entries = [.. map.Entries.Select(e => e with { Value = Field(e, variables) })] };
        return new OperationTemplates(_templates, _problems, folder).Expand(rendered, _scope, _cancellation);
    }

    /// <summary>An infrastructure file; each server sees itself.</summary>
    public DefinitionNode Infrastructure(DefinitionNode root) => root is not MapNode map ? root : map with
    {
        Entries = [.. map.Entries.Select(e => e with
        {
            Value = e is { Key: "servers", Value: ListNode list }
                ? list with { Items = [.. list.Items.Select(Server)] }
                : _tree.Render(e.Value, _scope),
        })],
    };

    /// <summary>The file of a taskserv.</summary>
    public DefinitionNode Taskserv(DefinitionNode root, string name) =>
        _tree.Render(root, _scope with { Taskserv = new Dictionary<string, object?> { ["name"] = name } });

    private DefinitionNode Server(DefinitionNode node)
    {
        DefinitionNode once = _tree.Render(node, _scope);
        return once is MapNode map ? _tree.Render(map, _scope with { Server = ServerValue.Of(map) }) : once;
    }

    private static TemplateScope Scope(IReadOnlyDictionary<string, object?> variables) => new()
    {
        Variables = variables,
        Server = Unknowns.WhileLoading,
        Taskserv = Unknowns.WhileLoading,
        Outputs = _ => Unknowns.WhileLoading,
        Status = _ => Unknowns.WhileLoading,
    };

    private void Learn(Dictionary<string, MapEntry> variables)
    {
        Dictionary<string, object?> raw = variables.ToDictionary(v => v.Key, v => TreeValues.Of(v.Value.Value), StringComparer.Ordinal);
        foreach ((string name, object? value) in _options.Variables)
            raw[name] = value;
        foreach (string name in raw.Keys)
            raw[name] = HiddenValues.Hide(name, raw[name]);
        // What else is wrong with a variable is told at its place, when the tree is rendered.
        VariableResolution resolution = new(raw, Scope(raw), _templates);
        _scope = Scope(resolution.Resolve(_cancellation));
        foreach (VariableFailure circle in resolution.Failures.Where(f => f.IsCircle))
            _problems.Add("Definition.Cycle", variables.GetValueOrDefault(circle.Name)?.KeyLocation ?? default, circle.Message, "Give one of them a value of its own.");
    }

    /// <summary>The variables that count, each where it stands: an environment's over the workflow's.</summary>
    private Dictionary<string, MapEntry> VariablesOf(MapNode root)
    {
        Dictionary<string, MapEntry> variables = new(StringComparer.Ordinal);
        foreach (MapEntry entry in EntriesOf(root, "variables"))
            variables[entry.Key] = entry;
        if (_options.Environment is { } chosen)
            foreach (MapEntry entry in EntriesOf(Find(root, "environments") as MapNode, chosen))
                variables[entry.Key] = entry;
        return variables;
    }

    private DefinitionNode Field(MapEntry field, Dictionary<string, MapEntry> variables) => (field.Key, field.Value) switch
    {
        ("variables", MapNode map) => Variables(map, variables),
        ("environments", MapNode map) => map with
        {
            Entries = [.. map.Entries.Select(e => e.Key == _options.Environment && e.Value is MapNode chosen ? e with { Value = Variables(chosen, variables) } : e)],
        },
        _ => _tree.Render(field.Value, _scope),
    };

    /// <summary>Variables rendered; those over which others lie stay as they are.</summary>
    private MapNode Variables(MapNode map, Dictionary<string, MapEntry> counting) => map with
    {
        Entries = [.. map.Entries.Select(e =>
            ReferenceEquals(counting.GetValueOrDefault(e.Key), e) && !_options.Variables.ContainsKey(e.Key) ? e with { Value = _tree.Render(e.Value, _scope) } : e)],
    };

    private static IReadOnlyList<MapEntry> EntriesOf(MapNode? map, string key) => (Find(map, key) as MapNode)?.Entries ?? [];

    private static DefinitionNode? Find(MapNode? map, string key) => map?.Entries.FirstOrDefault(e => e.Key == key)?.Value;
}
