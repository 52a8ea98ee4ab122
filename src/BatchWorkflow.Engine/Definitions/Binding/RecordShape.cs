using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>A map with known keys that becomes a record; the record's own defaults are the fields' defaults.</summary>
/// <param name="description">What it is, for editors.</param>
/// <param name="seed">Makes a record of defaults only.</param>
internal sealed class RecordShape<T>(string description, Func<T> seed) : Shape<T>
    where T : class
{
    private readonly Dictionary<string, Field<T>> fields = [];
    private Func<T, IReadOnlyDictionary<string, object?>, T>? rest;
    private Func<T, MapNode, Binder, T>? check;
    private Action<JsonObject>? rule;

    /// <inheritdoc />
    public override string Wanted => "a map";

    /// <summary>Adds a field that may be missing; its default is the record's.</summary>
    public RecordShape<T> May<TValue>(string name, Shape<TValue> shape, Func<T, TValue> get, Func<T, TValue, T> set, string text) =>
        Add(new Field<T, TValue>((name, text, false), shape, get, set));

    /// <summary>Adds a field that may be missing and has no default.</summary>
    public RecordShape<T> May<TValue>(string name, Shape<TValue> shape, Func<T, TValue, T> set, string text) =>
        Add(new Field<T, TValue>((name, text, false), shape, null, set));

    /// <summary>Adds a field that may not be missing.</summary>
    public RecordShape<T> Must<TValue>(string name, Shape<TValue> shape, Func<T, TValue, T> set, string text) =>
        Add(new Field<T, TValue>((name, text, true), shape, null, set));

    /// <summary>Takes all other keys as settings that others check.</summary>
    public RecordShape<T> Rest(Func<T, IReadOnlyDictionary<string, object?>, T> set)
    {
        rest = set;
        return this;
    }

    /// <summary>Adds a rule over several fields, and what the schema says of it.</summary>
    public RecordShape<T> Rule(Func<T, MapNode, Binder, T> read, Action<JsonObject>? schema = null)
    {
        (check, rule) = (read, schema);
        return this;
    }

    /// <inheritdoc />
    public override bool TryRead(DefinitionNode node, Binder binder, [MaybeNullWhen(false)] out T value)
    {
        value = null;
        if (node is not MapNode map)
        {
            binder.Refuse(node, Wanted);
            return false;
        }
        T record = seed();
        HashSet<string> accounted = [];
        Dictionary<string, object?> others = [];
        foreach (MapEntry entry in map.Entries)
        {
            binder.Enter(entry.Key);
            accounted.Add(entry.Key);
            if (fields.TryGetValue(entry.Key, out Field<T>? field))
                record = field.Read(record, entry.Value, binder);
            else if (rest is null)
                accounted.Add(Unknown(entry, binder) ?? "");
            else if (ControlCharacters.CheckKey(entry, binder) && new FreeShape().TryRead(entry.Value, binder, out object? free))
                others[entry.Key] = free;
            binder.Leave();
        }
        foreach (Field<T> field in fields.Values.Where(f => f.Required && !accounted.Contains(f.Name)))
            Missing(field.Name, map, binder);
        if (rest is not null && others.Count > 0)
            record = rest(record, others);
        value = check is null ? record : check(record, map, binder);
        return true;
    }

    /// <summary>Says that a key is missing.</summary>
    public static void Missing(string key, MapNode map, Binder binder) =>
        binder.Add("Definition.MissingKey", map.Location, $"{binder.Subject} has no {key}.", $"Add the key \"{key}\".");

    /// <inheritdoc />
    public override JsonObject Schema()
    {
        T defaults = seed();
        JsonObject properties = [];
        foreach (Field<T> field in fields.Values)
            properties[field.Name] = field.Schema(defaults);
        JsonObject schema = new() { ["type"] = "object", ["description"] = description, ["properties"] = properties };
        JsonArray required = [.. fields.Values.Where(f => f.Required).Select(f => JsonValue.Create(f.Name))];
        if (required.Count > 0)
            schema["required"] = required;
        schema["additionalProperties"] = rest is not null;
        rule?.Invoke(schema);
        return schema;
    }

    private RecordShape<T> Add(Field<T> field)
    {
        fields.Add(field.Name, field);
        return this;
    }

    private string? Unknown(MapEntry entry, Binder binder)
    {
        string? near = NearestName.Find(entry.Key, fields.Keys);
        string hint = near is null ? $"Known keys: {string.Join(", ", fields.Keys.Where(k => k[0] != '$'))}." : $"Did you mean {near}?";
        binder.Add("Definition.UnknownKey", entry.KeyLocation, $"{binder.Path} is not a known key.", hint);
        return near;
    }
}
