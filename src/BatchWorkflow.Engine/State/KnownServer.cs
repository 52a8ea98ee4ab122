using System.Text.Json.Serialization;

namespace BatchWorkflow.Engine.State;

/// <summary>What was found out about a server when the run reached it first.</summary>
/// <param name="ProviderId">The provider's own id: of a server that was replaced nothing is known any more.</param>
/// <param name="Found">The facts that its provider knows.</param>
/// <param name="Told">What it told of itself; null when its connection asks nobody.</param>
internal sealed record KnownServer(string? ProviderId, IReadOnlyDictionary<string, string> Found, ServerFacts? Told)
{
    /// <summary>True while it is being reached: what it will tell is not known yet.</summary>
    [JsonIgnore]
    public bool IsToBeAsked { get; init; }

    /// <summary>True when nothing was learned since: the server is the same, its provider says the same, and it was not asked again.</summary>
    public bool IsAsBefore(KnownServer? before) => before is not null && ProviderId == before.ProviderId && ReferenceEquals(Told, before.Told)
        && Found.Count == before.Found.Count && Found.All(fact => before.Found.GetValueOrDefault(fact.Key) == fact.Value);
}
