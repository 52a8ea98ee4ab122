namespace BatchWorkflow.Jinja;

/// <summary>A function of the host that templates can call, as a global, a filter or a test.</summary>
/// <param name="arguments">The arguments; those of a filter or test begin with the value on its left.</param>
/// <returns>A value as <see cref="JinjaContext"/> takes them; of a test what is true in Python's sense.</returns>
public delegate object? JinjaFunction(JinjaArguments arguments);
