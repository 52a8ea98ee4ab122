using System.Text;

namespace BatchWorkflow.Providers.Local.Servers;

/// <summary>The properties that a local server has, and what is wrong with wanted ones.</summary>
internal static class ServerSettings
{
    /// <summary>How many ports a server gets that does not say.</summary>
    public const int UsualPorts = 16;

    /// <summary>How many ports a server can get.</summary>
    public const int MostPorts = 1024;

    private const string Ports = "ports", Labels = "labels";

    private static readonly Dictionary<string, (long Least, long Most, string Unit)> Numbers = new()
    {
        ["cpu"] = (1, 4096, "cores"),
        ["memory"] = (1, 64L * 1024 * 1024, "MiB"),
        ["disk"] = (1, 1024 * 1024, "GiB"),
        [Ports] = (0, MostPorts, "ports"),
    };

    private static readonly string[] Texts = ["image", "network", "plan", "storage", "zone"];

    private static readonly string[] All = [.. Numbers.Keys.Append(Labels).Concat(Texts).Order(StringComparer.Ordinal)];

    /// <summary>What is wrong.</summary>
    public static IReadOnlyList<SettingProblem> Problems(ResourceSpecification wanted)
    {
        List<SettingProblem> problems = [];
        if (Encoding.UTF8.GetByteCount(FileNames.Of(wanted.Identity[(wanted.Identity.IndexOf('/', StringComparison.Ordinal) + 1)..])) > FileNames.Longest)
            problems.Add(new SettingProblem("name", "The server's name is too long for a folder.", $"Take at most {FileNames.Longest} letters."));
        foreach ((string name, object? value) in wanted.Properties)
        {
            if (value is null)
                continue;
            if (Numbers.TryGetValue(name, out (long, long, string) range))
                Number(name, value, range, problems);
            else if (name == Labels)
                Map(name, value, problems);
            else if (Texts.Contains(name))
                Text(name, value, problems);
            else
                problems.Add(new SettingProblem(name, $"A local server has no setting '{name}'.", Hint(name)));
        }
        if (wanted.Connection is { } machine && PortsOf(wanted) > 0)
            problems.Add(new SettingProblem(Ports, $"ports has no effect on a server whose connection is {machine.Kind}: its scripts can use any port of that machine.", "Remove it."));
        return problems;
    }

    /// <summary>How many ports are wanted, or null when that is not said.</summary>
    public static int? PortsOf(ResourceSpecification wanted) => (int?)Whole(wanted.Properties.GetValueOrDefault(Ports));

    /// <summary>The value as a whole number, or null.</summary>
    public static long? Whole(object? value) => value switch
    {
        long whole => whole,
        int whole => whole,
        double number when double.IsInteger(number) && Math.Abs(number) < long.MaxValue => (long)number,
        _ => null,
    };

    private static void Number(string name, object value, (long Least, long Most, string Unit) range, List<SettingProblem> problems)
    {
        if (Whole(value) is not { } whole)
            problems.Add(new SettingProblem(name, $"{name} is '{value}', not a whole number.", $"Give the number of {range.Unit}."));
        else if (whole < range.Least || whole > range.Most)
            problems.Add(new SettingProblem(name, $"{name} is {whole}, outside of {range.Least} to {range.Most} {range.Unit}."));
    }

    private static void Map(string name, object value, List<SettingProblem> problems)
    {
        if (value is not (IEnumerable<KeyValuePair<string, string>> or IEnumerable<KeyValuePair<string, object?>>))
            problems.Add(new SettingProblem(name, $"{name} is '{value}', not a map.", "Write name: value pairs."));
    }

    private static void Text(string name, object value, List<SettingProblem> problems)
    {
        if (value is not string)
            problems.Add(new SettingProblem(name, $"{name} is '{LocalJson.TextOf(value)}', not a text.", "Put it in quotes if it is meant as a text."));
    }

    private static string Hint(string name)
    {
        (string near, int steps) = All.Select(known => (known, Distance(known, name))).MinBy(pair => pair.Item2);
        return steps <= Math.Max(1, name.Length / 3) ? $"Did you mean {near}?" : $"It has {string.Join(", ", All)}.";
    }

    /// <summary>How many letters have to be put in, taken out or changed.</summary>
    internal static int Distance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int changed = corner + (from[i - 1] == to[j - 1] ? 0 : 1);
                corner = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
