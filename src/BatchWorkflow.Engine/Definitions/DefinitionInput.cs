namespace BatchWorkflow.Engine.Definitions;

/// <summary>Where a workflow comes from: a file, or a tree that a caller made (a hashtable on the pipeline).</summary>
/// <param name="Path">The workflow file, or null.</param>
/// <param name="Root">The tree, or null to read the file.</param>
/// <param name="Folder">The folder that stands in for the file's when there is none.</param>
public sealed record DefinitionInput(string? Path, DefinitionNode? Root = null, string? Folder = null);
