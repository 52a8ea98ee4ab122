namespace BatchWorkflow.StandIn.Serving;

/// <summary>Another program listens where the service should.</summary>
internal sealed class InUseException(string address) : Exception($"{address} is in use by another program");
