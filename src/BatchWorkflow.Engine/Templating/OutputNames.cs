namespace BatchWorkflow.Engine.Templating;

/// <summary>
/// The names of outputs and status in templates: an operation's id, the same with underscores for what a name in an expression cannot hold
/// (<c>outputs.create_web</c>), or a step's id.
/// </summary>
internal static class OutputNames
{
    /// <summary>The name by which an expression can reach an operation with a dot.</summary>
    public static string Plain(string operation) =>
        string.Concat(operation.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    /// <summary>The operation that a name stands for, or null.</summary>
    public static string? OperationOf(string name, IReadOnlyCollection<string> operations)
    {
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        string id = slash < 0 ? name : name[..slash];
        return operations.FirstOrDefault(o => o == id) ?? (slash < 0 ? operations.FirstOrDefault(o => Plain(o) == id) : null);
    }
}
