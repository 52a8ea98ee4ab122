using System.Text.RegularExpressions;
using Npgsql;

namespace BatchWorkflow.Stores.Postgres;

/// <summary>Reads where a database is from an address or a connection string. A password in it must be a reference when people type it.</summary>
internal static partial class PostgresText
{
    private const string Reference = "env:";
    private static readonly string[] AddressKeys = ["Host", "Port", "Username", "Password", "Database"];
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    /// <summary>The names that addresses use, where the client's differ.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["dbname"] = "Database",
        ["user"] = "Username",
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["rootcertificate"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslcertificate"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["connect_timeout"] = "Timeout",
        ["application_name"] = "Application Name",
    };

    /// <summary>The place; null when the text has neither form.</summary>
    public static PostgresPlace? Parse(string text, StoreContext context)
    {
        if (Schemes.Any(s => text.StartsWith(s, StringComparison.OrdinalIgnoreCase)))
            return Make(PartsOfAddress(text), context);
        bool isList = text.Split(';', StringSplitOptions.TrimEntries).Any(p => p.StartsWith("Host=", StringComparison.OrdinalIgnoreCase) || p.StartsWith("Server=", StringComparison.OrdinalIgnoreCase));
        return isList ? Make(PartsOfList(text), context) : null;
    }

    /// <summary>The place that the client's own variables name.</summary>
    public static PostgresPlace FromEnvironment(string host, StoreContext context)
    {
        List<(string, string)> parts = [("Host", host)];
        foreach ((string variable, string key) in new[] { ("PGPORT", "Port"), ("PGDATABASE", "Database"), ("PGUSER", "Username"), ("PGSSLMODE", "SSL Mode") })
        {
            if (context.Environment(variable) is { Length: > 0 } value)
                parts.Add((key, value));
        }
        return Make(parts, context);
    }

    private static List<(string Key, string Value)> PartsOfAddress(string text)
    {
        Match address = Address().Match(text);
        if (!address.Success)
            throw Invalid("it is not of the form postgres://user@host:port/database");
        List<(string, string)> parts = [];
        foreach (string key in AddressKeys)
        {
            if (address.Groups[key] is { Success: true, Length: > 0 } part)
                parts.Add((key, Uri.UnescapeDataString(part.Value.Trim('[', ']'))));
        }
        foreach (string pair in address.Groups["query"].Value.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = pair.Split('=', 2);
            parts.Add((Uri.UnescapeDataString(sides[0]), Uri.UnescapeDataString(sides.ElementAtOrDefault(1) ?? "")));
        }
        return parts;
    }

    private static List<(string Key, string Value)> PartsOfList(string text)
    {
        try
        {
            System.Data.Common.DbConnectionStringBuilder list = new() { ConnectionString = text };
            return [.. list.Keys.Cast<string>().Select(key => (key, list[key].ToString()!))];
        }
        catch (ArgumentException)
        {
            // What the base library says may quote the text.
            throw Invalid("it is not a list of key=value parts with ';' between them");
        }
    }

    private static PostgresPlace Make(List<(string Key, string Value)> parts, StoreContext context)
    {
        NpgsqlConnectionStringBuilder settings = new() { Host = "localhost" };
        string schema = PostgresPlace.DefaultSchema;
        foreach ((string key, string value) in parts)
        {
            if (string.Equals(key, "schema", StringComparison.OrdinalIgnoreCase))
                schema = value;
            else
                Set(settings, Names.GetValueOrDefault(key, key), value, context);
        }
        return new PostgresPlace(settings, schema);
    }

    private static void Set(NpgsqlConnectionStringBuilder settings, string key, string value, StoreContext context)
    {
        try
        {
            bool isSecret = key.Contains("password", StringComparison.OrdinalIgnoreCase) || string.Equals(key, "pwd", StringComparison.OrdinalIgnoreCase);
            settings[key] = isSecret ? Secret(key, value, context) : value;
        }
        catch (Exception e) when (e is ArgumentException or KeyNotFoundException or FormatException or InvalidCastException or OverflowException)
        {
            throw Invalid($"its part '{key}' is unknown, or has a value that cannot be");
        }
    }

    private static string Secret(string key, string value, StoreContext context)
    {
        if (value.StartsWith(Reference, StringComparison.Ordinal))
        {
            string name = value[Reference.Length..];
            return context.Environment(name) ?? throw new BatchWorkflowException("State.Auth", $"The {key} of the database is in the environment variable {name}, and that is not set.");
        }
        if (!context.IsTyped)
            return value;
        throw new BatchWorkflowException("State.PlainSecret", $"The database's address holds its {key}: typed there, histories and lists of processes keep it.")
        {
            RecommendedAction = "Leave it out and set PGPASSWORD or PGPASSFILE, name a variable (Password=env:NAME), or give -StatePath env:NAME with the whole address in that variable.",
        };
    }

    private static BatchWorkflowException Invalid(string why) => new("State.Invalid", $"The address of the database cannot be right: {why}.");

    /// <summary>An address by its parts, a socket's folder among the last ones; with no host, user@ may still stand there.</summary>
    [GeneratedRegex(@"^\w+://((?<Username>[^:@/?]*)(:(?<Password>[^@/?]*))?@)?(?<Host>\[[^\]]*\]|[^:/?@]*)(:(?<Port>\d+))?(/(?<Database>[^?]*))?(\?(?<query>.*))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Address();
}
