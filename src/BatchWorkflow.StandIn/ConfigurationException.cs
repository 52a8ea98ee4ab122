namespace BatchWorkflow.StandIn;

/// <summary>A configuration that the service would refuse, with the place and the reason.</summary>
internal sealed class ConfigurationException(string file, int line, string reason) : Exception($"{file}:{line}: {reason}");
