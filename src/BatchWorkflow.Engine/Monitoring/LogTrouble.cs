using Serilog.Events;

namespace BatchWorkflow.Engine.Monitoring;

/// <summary>What a destination does when lines do not get through.</summary>
/// <param name="Missing">Makes the line that stands in place of lost ones.</param>
/// <param name="Tell">Tells people, in one sentence.</param>
internal sealed record LogTrouble(Func<string, LogEvent> Missing, Action<string> Tell);
