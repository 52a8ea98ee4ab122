using System.Text.Json;

namespace BatchWorkflow.Engine.Views;

/// <summary>A run as JSON, in the form of everything on disk.</summary>
internal static class RunJson
{
    /// <summary>The JSON, indented.</summary>
    public static string Text(BatchRun run) => JsonSerializer.Serialize(run, EngineJson.File) + "\n";
}
