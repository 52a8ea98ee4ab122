namespace BatchWorkflow.Engine.Templating;

/// <summary>A taskserv as templates see it: name and version.</summary>
internal static class TaskservValue
{
    /// <summary>The value.</summary>
    public static IReadOnlyDictionary<string, object?> Of(TaskservDefinition taskserv) => Of(taskserv.Name, taskserv.Version);

    /// <summary>The value of a taskserv as it is or was installed.</summary>
    public static IReadOnlyDictionary<string, object?> Of(string name, string? version) =>
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = name, ["version"] = version };
}
