namespace BatchWorkflow;

/// <summary>
/// A value among the free values of a definition that is rendered when a step needs it, because it uses what is not known before: its server,
/// or outputs of earlier steps.
/// </summary>
/// <param name="Text">The text as the file has it, with its <c>{{ … }}</c>.</param>
public sealed record TemplateText(string Text);
