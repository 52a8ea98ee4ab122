using System.Text.RegularExpressions;
using Npgsql;

namespace BatchWorkflow.Stores.Postgres;

/// <summary>A database and a schema in it; shows no secrets.</summary>
internal sealed partial class PostgresPlace
{
    /// <summary>The schema when none is named.</summary>
    public const string DefaultSchema = "batchworkflow";

    private static readonly string[] Shown = ["SSL Mode", "Root Certificate", "SSL Certificate", "SSL Key", "Passfile"];
    private readonly NpgsqlConnectionStringBuilder settings;

    /// <summary>A place by its connection's settings.</summary>
    /// <exception cref="BatchWorkflowException">State.Invalid for a schema that cannot be.</exception>
    public PostgresPlace(NpgsqlConnectionStringBuilder settings, string schema)
    {
        this.settings = settings;
        Schema = SchemaName().IsMatch(schema)
            ? schema
            : throw new BatchWorkflowException("State.Invalid", $"'{schema}' cannot name a schema: small letters, digits and '_' only, at most 63, no digit first.");
        if (string.IsNullOrEmpty(settings.Database))
            settings.Database = settings.Username ?? Environment.GetEnvironmentVariable("PGUSER") ?? Environment.UserName;
    }

    /// <summary>The schema.</summary>
    public string Schema { get; }

    /// <summary>Which state it is, whoever connects and however.</summary>
    public string Identity => $"{settings.Host}-{settings.Port}-{settings.Database}-{Schema}";

    /// <summary>The place as an address without secrets.</summary>
    public string Text
    {
        get
        {
            bool isSocket = settings.Host?.StartsWith('/') ?? false;
            string user = string.IsNullOrEmpty(settings.Username) ? "" : Uri.EscapeDataString(settings.Username) + "@";
            List<string> rest = [];
            if (isSocket)
                rest.AddRange([$"host={settings.Host}", $"port={settings.Port}"]);
            rest.AddRange(Shown.Where(settings.ShouldSerialize).Select(key => $"{key.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant()}={Uri.EscapeDataString($"{settings[key]}")}"));
            if (Schema != DefaultSchema)
                rest.Add($"schema={Schema}");
            return $"postgres://{user}{(isSocket ? "" : $"{settings.Host}:{settings.Port}")}/{Uri.EscapeDataString(settings.Database!)}{(rest.Count > 0 ? "?" : "")}{string.Join('&', rest)}";
        }
    }

    /// <summary>A pool of connections to it, none of them open yet.</summary>
    public NpgsqlDataSource Connect()
    {
        NpgsqlConnectionStringBuilder all = new(settings.ConnectionString) { ApplicationName = settings.ApplicationName ?? "BatchWorkflow" };
        if (!settings.ShouldSerialize("Maximum Pool Size"))
            all.MaxPoolSize = 16;
        if (!settings.ShouldSerialize("Timeout"))
            all.Timeout = 5;
        if (!settings.ShouldSerialize("Max Auto Prepare"))
            (all.MaxAutoPrepare, all.AutoPrepareMinUsages) = (32, 2);
        return new NpgsqlDataSourceBuilder(all.ConnectionString).Build();
    }

    [GeneratedRegex("^[a-z_][a-z0-9_]{0,62}$")]
    private static partial Regex SchemaName();
}
