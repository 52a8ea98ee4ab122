namespace BatchWorkflow.Engine.Planning;

/// <summary>Something of a step that is not known when the plan is made.</summary>
/// <param name="What">What: a variable, a setting, a file, a condition.</param>
/// <param name="When">When it will be known: "known after create-web".</param>
internal sealed record KnownLater(string What, string When)
{
    /// <summary>All of them as one phrase: "ip and site.conf known after create-web; zone known after …".</summary>
    public static string Phrase(IEnumerable<KnownLater> all) => string.Join("; ", all.GroupBy(l => l.When, StringComparer.Ordinal)
        .Select(group => $"{Phrases.List([.. group.Select(l => l.What).Distinct(StringComparer.Ordinal)])} {group.Key}"));
}
