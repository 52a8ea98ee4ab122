namespace BatchWorkflow;

/// <summary>Names a script's process and its files.</summary>
/// <param name="Token">Unique for each start that is intended.</param>
/// <param name="Folder">The folder of its streams and exit status, on the machine of the engine.</param>
public sealed record ScriptReference(string Token, string Folder);
