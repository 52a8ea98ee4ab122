using System.Globalization;
using System.Text;

namespace BatchWorkflow.Simulation.Tests.Laws.Generating;

/// <summary>An input as the files that a person would write.</summary>
internal static class CaseFiles
{
    /// <summary>The files by their paths.</summary>
    public static IEnumerable<(string Path, string Text)> Of(Case made)
    {
        yield return ("workflow.yaml", Workflow(made));
        yield return ("infrastructure.yaml", Infrastructure(made));
        foreach (TaskservCase taskserv in made.Taskservs)
        {
            yield return ($"taskservs/{taskserv.Name}/taskserv.yaml", Taskserv(taskserv));
            foreach (string script in Scripts(taskserv))
                yield return ($"taskservs/{taskserv.Name}/{script}.sh", $"# {script}\n");
        }
    }

    public static IEnumerable<string> Scripts(TaskservCase taskserv)
    {
        yield return "create";
        if (taskserv.Check != CheckForm.None)
            yield return "check";
        if (taskserv.HasUpdate)
            yield return "update";
        if (taskserv.HasDelete)
            yield return "delete";
    }

    /// <summary>All of it as one text, with what is found and what goes wrong.</summary>
    public static string Show(Case made)
    {
        StringBuilder text = new();
        foreach ((string path, string content) in Of(made).Where(f => IsUsed(f.Path, made)))
            text.Append("# ").AppendLine(path).Append(content);
        foreach (TaskservCase taskserv in made.Taskservs.Where(t => IsUsed(t, made)))
            text.AppendLine(CultureInfo.InvariantCulture, $"# {taskserv.Name} has {string.Join(", ", Scripts(taskserv))}; its check: {taskserv.Check}");
        foreach (ServerCase server in made.Servers)
            text.AppendLine(CultureInfo.InvariantCulture, $"# found: {server.Name} {server.Found}");
        foreach (PlacementCase placement in made.Placements)
            text.AppendLine(CultureInfo.InvariantCulture, $"# found: {placement.Taskserv}@{placement.Server} {placement.Found}");
        foreach (World.Fault fault in made.Faults)
            text.AppendLine(CultureInfo.InvariantCulture, $"# {fault}");
        foreach (RequestCase request in made.Requests)
            text.AppendLine(CultureInfo.InvariantCulture, $"# {request}");
        foreach (OperationCase gate in made.Operations.Where(o => o.Gate is not null))
            text.AppendLine(CultureInfo.InvariantCulture, $"# {gate.Id}: {gate.Gate}");
        text.AppendLine(CultureInfo.InvariantCulture, $"# -Operation {List(made.Part)}, with dependencies: {made.WithDependencies}, -OnFailure {made.OnFailure}, a second run after: {made.Second}");
        return text.AppendLine(CultureInfo.InvariantCulture, $"# refresh: {made.Refresh}, allow replace: {made.AllowReplace}, seed of the order: {made.Seed}").ToString();
    }

    private static bool IsUsed(string path, Case made)
    {
        string? taskserv = path.Split('/') is [_, var name, _] ? name : null;
        return path.EndsWith(".yaml", StringComparison.Ordinal) && (taskserv is null || IsUsed(made.Taskserv(taskserv), made));
    }

    private static bool IsUsed(TaskservCase taskserv, Case made) => made.Operations.Any(o => o.Items.Contains(taskserv.Name))
        || made.Cluster.Contains(taskserv.Name) || made.Taskservs.Any(t => t.Requires.Contains(taskserv.Name) || t.Conflicts.Contains(taskserv.Name));

    private static string Workflow(Case made)
    {
        StringBuilder text = new();
        Line(text, $"name: laws");
        Line(text, $"type: {Word(made.Type)}");
        if (made.Concurrency is { } concurrency)
            Line(text, $"concurrency: {concurrency}");
        Line(text, $"logging: {{ destinations: [] }}");
        if (made.Operations.Any(o => o.Image is not null))
            Line(text, $"provider_agnostic: false");
        Line(text, $"variables: {{ flag: {Word(made.Flag)} }}");
        RollbackStrategy rollback = made.Rollback;
        Line(text, $"rollback_strategy: {{ enabled: {Word(rollback.Enabled)}, on_partial_failure: {Word(rollback.OnPartialFailure)}, preserve_successful: {Word(rollback.PreserveSuccessful)}, checkpoint_interval: {rollback.CheckpointInterval} }}");
        Line(text, $"retry_policy: {Retry(made.Retry)}");
        if (made.Dependencies.Count > 0)
            Line(text, $"dependencies:");
        foreach (DependencyCase dependency in made.Dependencies)
            Line(text, $"  - {{ source: \"{dependency.Source}\", target: \"{dependency.Target}\", type: {Word(dependency.Type)}{(dependency.Wait is { } wait ? $", wait_condition: \"{wait}\"" : "")} }}");
        Line(text, $"operations:");
        foreach (OperationCase operation in made.Operations)
            Line(text, $"  - {{ {string.Join(", ", Fields(operation))} }}");
        return text.ToString();
    }

    private static IEnumerable<string> Fields(OperationCase operation)
    {
        yield return $"id: {operation.Id}, type: {Word(operation.Type)}{(operation.Target is { } target ? $", target: {Word(target)}, items: {List(operation.Items)}" : "")}";
        if (operation.Gate?.TimeLimit is { } limit)
            yield return $"timeout: {limit}";
        if (operation.Gate?.Default is { } answer)
            yield return $"default: {Word(answer)}";
        yield return $"on_failure: {Word(operation.OnFailure)}";
        if (operation.DependsOn.Count > 0)
            yield return $"depends_on: {List(operation.DependsOn)}";
        if (!operation.Parallel)
            yield return "parallel: false";
        if (operation.BatchSize is { } size)
            yield return $"batch_size: {size}";
        if (operation.When is { } when)
            yield return $"when: \"{when}\"";
        if (operation.Retry is { } retry)
            yield return $"retry_policy: {Retry(retry)}";
        if (operation.Irreversible)
            yield return "irreversible: true";
        if (!operation.Repeatable)
            yield return "repeatable: false";
        if (operation.Image is { } image)
            yield return $"settings: {{ image: {image} }}";
        if (operation.Servers.Count > 0)
            yield return $"servers: {List(operation.Servers)}";
        if (operation.Providers.Count > 0)
            yield return $"providers: {List(operation.Providers)}";
    }

    private static string Infrastructure(Case made)
    {
        StringBuilder text = new();
        Line(text, $"name: {Case.Infrastructure}");
        Line(text, $"servers:");
        foreach (ServerCase server in made.Servers)
            Line(text, $"  - {{ name: {server.Name}, provider: {server.Provider}, cpu: {server.Cpu}, image: debian, labels: {{ role: {server.Role} }}, connection: {{ kind: model{(server.IsAdopted ? $", host: {server.Name}" : "")} }}{(server.Taskservs.Count > 0 ? $", taskservs: {List(server.Taskservs)}" : "")} }}");
        if (made.Cluster.Count > 0)
            Line(text, $"clusters: [{{ name: all, servers: {List([.. made.Servers.Select(s => s.Name)])}, taskservs: {List(made.Cluster)} }}]");
        if (made.Alpha is { } alpha)
            Line(text, $"providers: {{ alpha: {{ {string.Join(", ", Fields(alpha))} }} }}");
        return text.ToString();
    }

    private static IEnumerable<string> Fields(GivenLimits limits)
    {
        if (limits.BatchSize is { } size)
            yield return $"batch_size: {size}";
        if (limits.RateLimit is { } rate)
            yield return string.Create(CultureInfo.InvariantCulture, $"api_rate_limit: {rate}");
    }

    private static string Taskserv(TaskservCase taskserv)
    {
        StringBuilder text = new();
        Line(text, $"version: \"{taskserv.Version}\"");
        if (taskserv.Requires.Count > 0)
            Line(text, $"requires: {List(taskserv.Requires)}");
        if (taskserv.Conflicts.Count > 0)
            Line(text, $"conflicts_with: {List(taskserv.Conflicts)}");
        if (taskserv.LeastCpu > 0)
            Line(text, $"minimum_resources: {{ cpu: {taskserv.LeastCpu} }}");
        if (taskserv.HasLock)
            Line(text, $"locks: [apt]");
        if (taskserv.HasHealth)
            Line(text, $"health_check: {{ command: healthy, timeout: 30, retries: 2 }}");
        if (taskserv.HasVariable)
            Line(text, $"variables: {{ size: 7 }}");
        return text.ToString();
    }

    private static string Retry(RetryPolicy retry) =>
        string.Create(CultureInfo.InvariantCulture, $"{{ max_attempts: {retry.MaxAttempts}, backoff: {Word(retry.Backoff)}, initial_delay: {retry.InitialDelay.TotalSeconds}, jitter: {Word(retry.Jitter)} }}");

    private static string List(IReadOnlyList<string> names) => $"[{string.Join(", ", names.Select(n => $"\"{n}\""))}]";

    private static string Word<T>(T value)
        where T : notnull => value.ToString()!.ToLowerInvariant();

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
