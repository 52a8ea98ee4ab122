namespace BatchWorkflow.StandIn;

/// <summary>A command line that says nothing that can be done.</summary>
internal sealed class UsageException(string message) : Exception(message);
