namespace BatchWorkflow.Providers.Shells;

/// <summary>A shell ended, or did not answer in time, while it was asked something: what it did of that is not known.</summary>
internal sealed class ShellLostException(string message, Exception? inner = null) : Exception(message, inner);
