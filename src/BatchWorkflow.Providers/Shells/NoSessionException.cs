namespace BatchWorkflow.Providers.Shells;

/// <summary>The server allows no more sessions than there are; what runs in those goes on.</summary>
internal sealed class NoSessionException(string message) : Exception(message);
