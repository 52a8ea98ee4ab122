namespace BatchWorkflow.Engine.Secrets;

/// <summary>A secret that a step needs, and the field that refers to it.</summary>
/// <param name="Reference">The reference.</param>
/// <param name="Field">The field, for messages: variable db_password.</param>
/// <param name="Place">Where the field is, as far as that is known.</param>
internal sealed record SecretNeed(SecretReference Reference, string Field, SourceLocation Place);
