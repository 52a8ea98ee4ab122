namespace BatchWorkflow.Jinja;

/// <summary>One step of the way to a problem: what was entered, and from where.</summary>
/// <param name="What">What was entered, such as <c>include 'motd.j2'</c> or <c>macro 'unit'</c>.</param>
/// <param name="Template">The template that entered it; null for a text without a name.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
public sealed record JinjaFrame(string What, string? Template, int Line, int Column);
