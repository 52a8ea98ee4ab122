namespace BatchWorkflow.StandIn;

/// <summary>The service does not answer, or answers something that it should not.</summary>
internal sealed class ProbeException(string message) : Exception(message);
