using System.Text.Json;
using BatchWorkflow.Engine.Templating;

namespace BatchWorkflow.Engine.Planning;

/// <summary>
/// What definitions say of how a step is done: its files, its variables, its server's settings. When it runs, for how long, how often and what its
/// failure does is no part of it.
/// </summary>
internal sealed class StepRecipe(PlanSource source, PlanOptions options)
{
    private readonly Dictionary<string, ServerDefinition> _servers = source.Infrastructure.Servers.ToDictionary(s => s.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, OperationDefinition> _operations =
        source.Workflow.Operations.DistinctBy(o => o.Id).ToDictionary(o => o.Id, StringComparer.Ordinal);

    /// <summary>The operation of a step; null for a shared resource.</summary>
    public OperationDefinition? OperationOf(PlanStep step) => _operations.GetValueOrDefault(step.Operation);

    /// <summary>What differs between two recipes of one step; a file is only named.</summary>
    public static IReadOnlyList<PropertyDifference> Differences(StepRecipe before, StepRecipe after, PlanStep step)
    {
        SortedDictionary<string, Part> was = before.Of(step), becomes = after.Of(step);
        return
        [
            .. was.Keys.Union(becomes.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Where(name => was.GetValueOrDefault(name)?.Text != becomes.GetValueOrDefault(name)?.Text)
                .Select(name => new PropertyDifference(name, becomes.GetValueOrDefault(name)?.Shown, was.GetValueOrDefault(name)?.Shown)),
        ];
    }

    private SortedDictionary<string, Part> Of(PlanStep step)
    {
        SortedDictionary<string, Part> parts = new(StringComparer.Ordinal);
        if (OperationOf(step) is { } operation)
            parts["type"] = Part.Of(operation.Type.ToString().ToLowerInvariant());
        ServerDefinition? server = step.Server is { } name ? _servers.GetValueOrDefault(name) : null;
        switch (step.Kind)
        {
            case StepKind.Server when server is not null:
                AddServer(parts, step, server);
                break;
            case StepKind.Taskserv when server is not null && source.Taskservs.GetValueOrDefault(step.Taskserv!) is { } taskserv:
                AddTaskserv(parts, taskserv, server);
                break;
            case StepKind.Gate when OperationOf(step)?.Gate is { } gate:
                parts["message"] = Part.Of(gate.Message ?? "");
                parts["answers"] = Part.Of(JsonSerializer.Serialize(gate.Answers, EngineJson.Line));
                break;
            default:
                break;
        }
        return parts;
    }

    private void AddServer(SortedDictionary<string, Part> parts, PlanStep step, ServerDefinition server)
    {
        ResourceSpecification wanted = Specifications.For(source.Infrastructure.Name, server, OperationOf(step));
        parts["provider"] = Part.Of(server.Provider);
        foreach ((string name, object? value) in wanted.Properties)
            parts[name] = Part.Of(value);
        parts["connection"] = Part.Of(wanted.Connection is { } connection ? $"{connection.Kind} {CanonicalText.Of(connection.Settings)}" : "");
    }

    private void AddTaskserv(SortedDictionary<string, Part> parts, TaskservDefinition taskserv, ServerDefinition server)
    {
        IReadOnlyDictionary<string, object?> variables = TaskservVariables.For(taskserv, source.Workflow, server, options);
        parts["version"] = Part.Of(taskserv.Version);
        parts["health check"] = Part.Of(taskserv.HealthCheck?.Command);
        parts["scripts"] = Part.Of(taskserv.Scripts);
        foreach ((string file, string hash) in taskserv.Files)
            parts[file] = new Part(hash, "");
        foreach ((string name, object? value) in variables)
            parts[$"variable {name}"] = Part.Of(value);
        bool rendersServer = taskserv.Files.Keys.Any(TemplateMarks.IsTemplateFile) || variables.Values.Any(TemplateMarks.AreIn) || taskserv.HealthCheck is { IsTemplate: true };
        if (rendersServer)
            parts[$"server {server.Name}"] = Part.Of(ServerText(server));
    }

    /// <summary>What templates see of a server's definition.</summary>
    private static Dictionary<string, object?> ServerText(ServerDefinition server)
    {
        Dictionary<string, object?> seen = new(StringComparer.Ordinal)
        {
            ["provider"] = server.Provider,
            ["cpu"] = server.Cpu,
            ["memory"] = server.Memory,
            ["disk"] = server.Disk,
            ["labels"] = server.Labels,
            ["taskservs"] = server.Taskservs,
        };
        foreach ((string name, object? value) in server.Settings)
            seen["settings " + name] = value;
        return seen;
    }

    /// <summary>One thing that a step is done with.</summary>
    /// <param name="Text">Equal for equal things.</param>
    /// <param name="Shown">What people see of it.</param>
    private sealed record Part(string Text, string Shown)
    {
        public static Part Of(object? value)
        {
            string text = value as string ?? CanonicalText.Of(value);
            return new Part(text, ShownValue.Of(text)!);
        }
    }
}
