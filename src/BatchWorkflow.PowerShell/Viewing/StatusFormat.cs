namespace BatchWorkflow.PowerShell.Viewing;

/// <summary>The forms of a run as text.</summary>
public enum StatusFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>The form of everything on disk.</summary>
    Json,

    /// <summary>The same fields as in JSON.</summary>
    Yaml,
}
