namespace BatchWorkflow;

/// <summary>Where log lines go.</summary>
public enum LogDestination
{
    /// <summary>A file below <see cref="LoggingConfig.Path"/>.</summary>
    File,

    /// <summary>The Information stream of a cmdlet, real standard output of a server.</summary>
    Stdout,
}
