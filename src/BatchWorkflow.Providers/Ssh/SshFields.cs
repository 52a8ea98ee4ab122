using System.Globalization;
using BatchWorkflow.Providers.Local.Servers;
using BatchWorkflow.Providers.Shells;

namespace BatchWorkflow.Providers.Ssh;

/// <summary>Reads the settings of an ssh connection, and says what is wrong with them.</summary>
internal sealed class SshFields
{
    private const string Seconds = "a number of seconds above 0";

    private static readonly Dictionary<string, (string Wanted, Func<SshFields, string, SshSettings, object, SshSettings?> Read)> Fields = new()
    {
        ["host"] = ("a name or an address", (f, n, s, v) => Text(v) is { } text && !text.Contains(' ', StringComparison.Ordinal) ? s with { Host = text } : null),
        ["port"] = ("a whole number from 1 to 65535", (f, n, s, v) => ServerSettings.Whole(v) is >= 1 and <= 65535 and var port ? s with { Port = (int)port } : null),
        ["user"] = ("a name", (f, n, s, v) => Text(v) is { } text ? s with { User = text } : null),
        ["key"] = ("the path of a private key, or several", (f, n, s, v) => Texts(v) is { } texts ? s with { Keys = texts } : null),
        ["passphrase"] = ("", (f, n, s, v) => f.Secret(n, v) is { } text ? s with { Passphrase = text } : s),
        ["password"] = ("", (f, n, s, v) => f.Secret(n, v) is { } text ? s with { Password = text } : s),
        ["agent"] = ("true or false", (f, n, s, v) => v is bool flag ? s with { Agent = flag } : null),
        ["host_key"] = ("a fingerprint such as SHA256:…, or several", (f, n, s, v) => Texts(v) is { } texts && texts.All(IsFingerprint) ? s with { HostKeys = texts } : null),
        ["known_hosts"] = ("the path of a file", (f, n, s, v) => Text(v) is { } text ? s with { KnownHosts = text } : null),
        ["accept_new"] = ("true or false", (f, n, s, v) => v is bool flag ? s with { AcceptNew = flag } : null),
        ["become"] = ("true or false", (f, n, s, v) => v is bool flag ? s with { Become = flag } : null),
        ["become_user"] = ("a name", (f, n, s, v) => Text(v) is { } text && IsUser(text) ? s with { BecomeUser = text } : null),
        ["become_password"] = ("", (f, n, s, v) => f.Secret(n, v) is { } text ? s with { BecomePassword = text } : s),
        ["connect_timeout"] = (Seconds, (f, n, s, v) => Span(v) is { } span ? s with { ConnectTimeout = span } : null),
        ["command_timeout"] = (Seconds, (f, n, s, v) => Span(v) is { } span ? s with { CommandTimeout = span } : null),
        ["idle_timeout"] = (Seconds, (f, n, s, v) => Span(v) is { } span ? s with { IdleTimeout = span } : null),
        ["keep_alive"] = (Seconds, (f, n, s, v) => Span(v) is { } span ? s with { KeepAlive = span } : null),
        ["key_exchange"] = ($"post_quantum, or some of {string.Join(", ", SshAlgorithms.KeyExchanges)}",
            (f, n, s, v) => Texts(v) is { } texts && texts.All(SshAlgorithms.IsKeyExchange) ? s with { KeyExchange = texts } : null),
        ["sftp"] = ("true or false", (f, n, s, v) => v is bool flag ? s with { Sftp = flag } : null),
        ["folder"] = ("a path", (f, n, s, v) => Text(v) is { } text ? s with { Folder = text } : null),
        ["environment"] = ("a map of variables: letters, digits and underscore",
            (f, n, s, v) => Map(v) is { } map && map.Keys.All(ShellText.IsName) ? s with { Environment = map } : null),
        ["jump"] = ("[user@]host[:port], several with commas between, or a map with settings as of this connection",
            (f, n, s, v) => f.Jump(n, s, v)),
    };

    /// <summary>What concerns the server on which scripts run, and no hop.</summary>
    private static readonly string[] OfScripts = ["become", "become_user", "become_password", "idle_timeout", "sftp", "folder", "environment"];

    private readonly List<SettingProblem> problems = [];
    private readonly bool referencesOnly;

    private SshFields(bool referencesOnly) => this.referencesOnly = referencesOnly;

    /// <summary>The settings of a connection whose secrets are resolved. Throws <see cref="FailureException"/> of kind Validation.</summary>
    public static SshSettings Read(ConnectionDefinition definition)
    {
        SshFields fields = new(referencesOnly: false);
        SshSettings settings = fields.Read("", definition.Settings, new SshSettings());
        return fields.problems is [] ? settings : throw new FailureException(new Failure
        {
            Kind = FailureKind.Validation,
            Message = $"The ssh connection is wrong: {fields.problems[0].Message}",
        });
    }

    /// <summary>What is wrong with the settings as a file has them.</summary>
    public static IReadOnlyList<SettingProblem> Problems(ConnectionDefinition definition)
    {
        SshFields fields = new(referencesOnly: true);
        SshSettings settings = fields.Read("", definition.Settings, new SshSettings());
        foreach (string name in new[] { "become_user", "become_password" })
            if (!settings.Become && definition.Settings.GetValueOrDefault(name) is not null && !fields.problems.Exists(p => p.Setting == name))
                fields.problems.Add(new SettingProblem(name, $"{name} is given, but become is not true.", "Add become: true, or remove it."));
        return fields.problems;
    }

    private SshSettings Read(string prefix, IEnumerable<KeyValuePair<string, object?>> values, SshSettings settings)
    {
        // Hops take over what the whole connection says, so its own settings are read first.
        foreach ((string name, object? value) in values.OrderBy(pair => pair.Key == "jump"))
        {
            if (!Fields.TryGetValue(name, out (string Wanted, Func<SshFields, string, SshSettings, object, SshSettings?> Read) field))
                problems.Add(new SettingProblem(prefix + name, $"An ssh connection has no setting '{prefix}{name}'.", Hint(name)));
            else if (value is not null && field.Read(this, prefix + name, settings, value) is { } read)
                settings = read;
            else if (value is not null)
                problems.Add(new SettingProblem(prefix + name, $"{prefix}{name} is not {field.Wanted}."));
        }
        return settings;
    }

    private SshSettings? Jump(string name, SshSettings settings, object value)
    {
        SshSettings hop = settings with { Host = null, Port = 22, HostKeys = [], Jump = null, Become = false, BecomePassword = null };
        if (value is IEnumerable<KeyValuePair<string, object?>> map)
        {
            foreach ((string key, _) in map.Where(pair => OfScripts.Contains(pair.Key)))
                problems.Add(new SettingProblem($"{name}.{key}", $"{name}.{key} has no effect: no script runs on a server that is jumped through.", "Remove it, or move it to the connection itself."));
            SshSettings read = Read(name + ".", map, hop);
            if (read.Host is null)
                problems.Add(new SettingProblem(name + ".host", $"{name} has no host.", "Say which server is jumped through."));
            return settings with { Jump = read };
        }
        if (Text(value) is not { } text)
            return null;
        SshSettings? last = null;
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (Hop(part, hop) is not { } next)
                return null;
            last = next with { Jump = last };
        }
        return settings with { Jump = last };
    }

    private static SshSettings? Hop(string text, SshSettings hop)
    {
        int at = text.LastIndexOf('@');
        string address = text[(at + 1)..];
        if (at > 0)
            hop = hop with { User = text[..at] };
        int colon = address.StartsWith('[') ? address.IndexOf("]:", StringComparison.Ordinal) + 1 : address.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0)
        {
            if (!int.TryParse(address[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port is < 1 or > 65535)
                return null;
            hop = hop with { Port = port };
            address = address[..colon];
        }
        address = address.Trim('[', ']');
        return address.Length == 0 || at == 0 ? null : hop with { Host = address };
    }

    private string? Secret(string name, object value)
    {
        if (Text(value) is { } text && (!referencesOnly || IsReference(text)))
            return text;
        problems.Add(new SettingProblem(name, $"{name} stands here as a value.", $"Files hold no secrets: give a reference such as {name}: env:NAME."));
        return null;
    }

    private static bool IsReference(string text)
        => text.IndexOf(':', StringComparison.Ordinal) is > 0 and int colon && text[..colon] is "env" or "given" or "sops" or "kms" or "secretmanagement";

    private static bool IsUser(string text) => text[0] != '-' && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    private static bool IsFingerprint(string text) => text.StartsWith("SHA256:", StringComparison.Ordinal) && text.TrimEnd('=').Length == 50;

    private static string Hint(string name) => SettingNames.Near(name, Fields.Keys) is { } near
        ? $"Did you mean {near}?" : $"It has {string.Join(", ", Fields.Keys.Order(StringComparer.Ordinal))}.";

    private static string? Text(object value) => value is string { Length: > 0 } text ? text : null;

    private static TimeSpan? Span(object value) => value switch
    {
        long and > 0 and < 1_000_000 or int and > 0 => TimeSpan.FromSeconds(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        double seconds and > 0 and < 1e6 => TimeSpan.FromSeconds(seconds),
        _ => null,
    };

    private static IReadOnlyList<string>? Texts(object value) => value switch
    {
        string { Length: > 0 } text => [text],
        IEnumerable<object?> list when list.All(item => item is string { Length: > 0 }) => [.. list.Cast<string>()],
        _ => null,
    };

    private static Dictionary<string, string>? Map(object value) => value is IEnumerable<KeyValuePair<string, object?>> map
        ? map.ToDictionary(pair => pair.Key, pair => Convert.ToString(pair.Value, CultureInfo.InvariantCulture) ?? "") : null;
}
