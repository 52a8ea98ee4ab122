namespace BatchWorkflow.Providers.Shells;

/// <summary>A shell ended, or did not answer in time, while it was asked something: what it did of that is not known.</summary>
internal sealed class ShellLostException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The exit code with which the shell itself ended; null when the connection broke, or when nothing tells.</summary>
    public int? ExitCode { get; init; }
}
