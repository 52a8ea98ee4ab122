namespace BatchWorkflow.StandIn.Serving;

/// <summary>A request as far as these services look at it.</summary>
internal sealed record HttpRequest(string Method, string Path, string Body);
