using System.Text.Json;

namespace BatchWorkflow.TestKit.Scripted;

/// <summary>
/// The scripted provider's usual comparison: image needs a replacement, everything else is changed in place. A server whose connection names a
/// host is a machine that is there already.
/// </summary>
internal static class ScriptedDiff
{
    public static ResourceDiff Compare(ResourceState? current, ResourceSpecification wanted)
    {
        if (current is null)
            return new ResourceDiff(DiffKind.Missing, []) { Adopts = Adopted(wanted) };
        List<PropertyDifference> differences = [];
        foreach (string name in wanted.Properties.Keys.Union(current.Properties.Keys).Order(StringComparer.Ordinal))
        {
            string? want = Text(wanted.Properties.GetValueOrDefault(name)), have = Text(current.Properties.GetValueOrDefault(name));
            if (want != have)
                differences.Add(new PropertyDifference(name, want, have));
        }
        DiffKind kind = differences.Count == 0 ? DiffKind.None
            : differences.Any(difference => difference.Property == "image") ? DiffKind.Replace : DiffKind.InPlace;
        return new ResourceDiff(kind, differences);
    }

    private static ResourceState? Adopted(ResourceSpecification wanted) => wanted.Connection?.Settings.ContainsKey("host") != true ? null : new()
    {
        Identity = wanted.Identity,
        Kind = wanted.Kind,
        ProviderId = "machine",
        Properties = wanted.Properties,
        Facts = ScriptedProvider.Facts,
    };

    private static string? Text(object? value) => value is null or string ? (string?)value : JsonSerializer.Serialize(value);
}
