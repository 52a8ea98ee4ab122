using System.Collections;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Templating;

/// <summary>
/// The names that a template or an expression sees: vars, env, server, taskserv, outputs and status; each variable by its own name too where
/// that is none of these.
/// </summary>
internal sealed record TemplateScope
{
    /// <summary>The names that no variable hides.</summary>
    public static IReadOnlyList<string> Reserved { get; } = ["vars", "env", "server", "taskserv", "outputs", "status"];

    /// <summary>The variables by name.</summary>
    public required IReadOnlyDictionary<string, object?> Variables { get; init; }

    /// <summary>The server, or what stands for it.</summary>
    public object? Server { get; init; }

    /// <summary>The taskserv, or what stands for it.</summary>
    public object? Taskserv { get; init; }

    /// <summary>The outputs of operations and steps by their ids: asked for only when they are used, with the ids that are; null for all.</summary>
    public NamedValues? Outputs { get; init; }

    /// <summary>The statuses of operations and steps by their ids, asked for as outputs are.</summary>
    public NamedValues? Status { get; init; }

    /// <summary>The environment variables of the process that works; by default those of this one.</summary>
    public IReadOnlyDictionary<string, object?> Environment { get; init; } = OwnEnvironment.Value;

    private static readonly Lazy<IReadOnlyDictionary<string, object?>> OwnEnvironment = new(() =>
        System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => e.Value, StringComparer.Ordinal));

    /// <summary>The scope as a template takes it that uses these names.</summary>
    public JinjaContext ToContext(IReadOnlyList<JinjaNameUse> used) => new((string name, out object? value) => TryFind(name, used, out value));

    /// <summary>What a name stands for; false when it is not defined.</summary>
    public bool TryFind(string name, IReadOnlyList<JinjaNameUse> used, out object? value)
    {
        switch (name)
        {
            case "vars": value = Variables; return true;
            case "env": value = Environment; return true;
            case "server": value = Server; return value is not null;
            case "taskserv": value = Taskserv; return value is not null;
            case "outputs": value = Outputs?.Invoke(IdsUnder(name, used)); return value is not null;
            case "status": value = Status?.Invoke(IdsUnder(name, used)); return value is not null;
            default: return Variables.TryGetValue(name, out value);
        }
    }

    /// <summary>The ids that are looked up under a name, or null when they are not all known beforehand.</summary>
    private static string[]? IdsUnder(string name, IReadOnlyList<JinjaNameUse> used)
    {
        List<JinjaNameUse> uses = [.. used.Where(u => u.Name == name)];
        return uses.Count > 0 && uses.TrueForAll(u => u.Path.Count > 0) ? [.. uses.Select(u => u.Path[0]).Distinct(StringComparer.Ordinal)] : null;
    }
}

/// <summary>Values by the ids of operations and steps.</summary>
/// <param name="ids">The ids that are wanted, or null for all that there are.</param>
internal delegate object? NamedValues(IReadOnlyCollection<string>? ids);
