using System.Text.Json;

namespace BatchWorkflow.TestKit.Scripted;

/// <summary>The scripted provider's usual comparison: image needs a replacement, everything else is changed in place.</summary>
internal static class ScriptedDiff
{
    public static ResourceDiff Compare(ResourceState? current, ResourceSpecification wanted)
    {
        if (current is null)
            return new ResourceDiff(DiffKind.Missing, []);
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

    private static string? Text(object? value) => value is null or string ? (string?)value : JsonSerializer.Serialize(value);
}
