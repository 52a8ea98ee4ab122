using BatchWorkflow.Engine.State;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Planning;

/// <summary>How a taskserv as it was installed differs from what would be installed now.</summary>
internal static class RecordDifferences
{
    /// <summary>The differences: version, variables and files.</summary>
    public static IReadOnlyList<PropertyDifference> Between(
        TaskservRecord record, TaskservDefinition wanted, IReadOnlyDictionary<string, object?> variables) =>
        Between(record, wanted.Version, wanted.Files, variables);

    /// <summary>The differences from a version, files by their hashes, and variables that are wanted.</summary>
    public static IReadOnlyList<PropertyDifference> Between(
        TaskservRecord record, string? version, IReadOnlyDictionary<string, string> wanted, IReadOnlyDictionary<string, object?> variables)
    {
        List<PropertyDifference> differences = [];
        if (record.Version != version)
            differences.Add(new PropertyDifference("version", version, record.Version));
        foreach (string name in Names(variables.Keys, record.Variables.Keys).Where(n => variables.GetValueOrDefault(n) is not UnknownValue))
            Compare(differences, name, Text(variables, name), Text(record.Variables, name));
        foreach (string file in Names(wanted.Keys, record.Files.Keys))
            Compare(differences, file, Short(wanted.GetValueOrDefault(file)), Short(record.Files.GetValueOrDefault(file)));
        return differences;
    }

    private static void Compare(List<PropertyDifference> differences, string property, string? wanted, string? found)
    {
        if (wanted != found)
            differences.Add(new PropertyDifference(property, wanted, found));
    }

    private static IEnumerable<string> Names(IEnumerable<string> one, IEnumerable<string> other) =>
        one.Union(other, StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static string? Text(IReadOnlyDictionary<string, object?> variables, string name) =>
        variables.TryGetValue(name, out object? value) ? value as string ?? CanonicalText.Of(value) : null;

    private static string? Short(string? hash) => hash is { Length: > 12 } ? hash[..12] : hash;
}
