namespace BatchWorkflow.Jinja;

/// <summary>Text that a host vouches for: it is not escaped where templates escape.</summary>
/// <param name="Text">The text.</param>
public sealed record JinjaSafeText(string Text);
