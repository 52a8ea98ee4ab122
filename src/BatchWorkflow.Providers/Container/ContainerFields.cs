using System.Globalization;
using BatchWorkflow.Providers.Shells;

namespace BatchWorkflow.Providers.Container;

/// <summary>The settings of a container connection.</summary>
/// <param name="Image">The image that the container runs.</param>
/// <param name="Engine">podman, docker or the path of one; null takes whichever answers.</param>
/// <param name="User">Who runs scripts in it, or null.</param>
/// <param name="Terms">How long it may take, and where our files are.</param>
internal sealed record ContainerFields(string? Image, string? Engine, string? User, ShellTerms Terms)
{
    private static readonly string[] Names = ["image", "engine", "user", "folder", "environment", "command_timeout"];

    /// <summary>Reads them; those that are wrong are left out.</summary>
    public static ContainerFields Of(ConnectionDefinition definition) => new(
        Text(definition, "image"),
        Text(definition, "engine"),
        Text(definition, "user"),
        new ShellTerms
        {
            Connect = TimeSpan.FromSeconds(60),
            Answer = Seconds(definition) ?? TimeSpan.FromSeconds(30),
            Folder = Text(definition, "folder") ?? "/var/lib/batchworkflow",
            Environment = Map(definition) ?? [],
        });

    /// <summary>What is wrong with them.</summary>
    public static IReadOnlyList<SettingProblem> Problems(ConnectionDefinition definition)
    {
        List<SettingProblem> problems = [];
        foreach ((string name, object? value) in definition.Settings)
            if (!Names.Contains(name))
                problems.Add(new SettingProblem(name, $"A container connection has no setting '{name}'.",
                    SettingNames.Near(name, Names) is { } near ? $"Did you mean {near}?" : $"It has {string.Join(", ", Names)}."));
            else if (value is not null && !IsGood(definition, name))
                problems.Add(new SettingProblem(name, $"{name} is not {Wanted(name)}."));
        if (!definition.Settings.ContainsKey("image"))
            problems.Add(new SettingProblem("image", "A container connection has no image.", "Say which image the container runs, such as image: debian:12."));
        return problems;
    }

    private static bool IsGood(ConnectionDefinition definition, string name) => name switch
    {
        "engine" => Text(definition, name) is { } engine && (engine is "podman" or "docker" || Path.IsPathRooted(engine)),
        "environment" => Map(definition) is not null,
        "command_timeout" => Seconds(definition) is not null,
        _ => Text(definition, name) is not null,
    };

    private static string Wanted(string name) => name switch
    {
        "engine" => "podman, docker or the whole path of one",
        "environment" => "a map of variables: letters, digits and underscore",
        "command_timeout" => "a number of seconds above 0",
        _ => "a text that begins with a letter, a digit or a slash",
    };

    /// <summary>What begins with a dash would be an option on the engine's command line.</summary>
    private static string? Text(ConnectionDefinition definition, string name)
        => definition.Settings.GetValueOrDefault(name) is string { Length: > 0 } text && (char.IsLetterOrDigit(text[0]) || text[0] == '/') ? text : null;

    private static TimeSpan? Seconds(ConnectionDefinition definition) => definition.Settings.GetValueOrDefault("command_timeout") switch
    {
        long and > 0 and < 1_000_000 and var whole => TimeSpan.FromSeconds(whole),
        int and > 0 and var whole => TimeSpan.FromSeconds(whole),
        double and > 0 and < 1e6 and var seconds => TimeSpan.FromSeconds(seconds),
        _ => null,
    };

    private static Dictionary<string, string>? Map(ConnectionDefinition definition)
        => definition.Settings.GetValueOrDefault("environment") is IEnumerable<KeyValuePair<string, object?>> map && map.All(pair => ShellText.IsName(pair.Key))
            ? map.ToDictionary(pair => pair.Key, pair => Convert.ToString(pair.Value, CultureInfo.InvariantCulture) ?? "") : null;
}
