namespace BatchWorkflow.Jinja;

/// <summary>A place where a template or expression uses a name that it does not set itself.</summary>
/// <param name="Name">The name.</param>
/// <param name="Path">The constant attributes and items taken from it there, as <c>["web", "ip"]</c> of <c>outputs.web["ip"]</c>; a method that is called is no part of it.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
public sealed record JinjaNameUse(string Name, IReadOnlyList<string> Path, int Line, int Column);
