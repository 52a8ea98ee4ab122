using System.Text.Json.Nodes;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>The fields of an operation.</summary>
internal static class OperationFields
{
    private static readonly string[] NeededElsewhere = ["target", "items"];

    private static readonly string[] NotForGates =
        [.. NeededElsewhere, "providers", "parallel", "servers", "retry_policy", "batch_size", "irreversible", "repeatable", "outputs", "settings"];

    private static readonly string[] OnlyForGates = ["message", "answers", "default"];

    /// <summary>Stands in for an operation that cannot be used.</summary>
    public static OperationDefinition Blank { get; } = new() { Id = "", Type = OperationType.Create };

    /// <summary>An operation.</summary>
    public static RecordShape<OperationDefinition> Shape { get; } =
        new RecordShape<OperationDefinition>("One operation: an action on items.", () => Blank)
            .Must("id", Names.Shape, (o, v) => o with { Id = v }, "The operation's name, unique in its workflow.")
            .Must("type", Words.Of<OperationType>(), (o, v) => o with { Type = v }, "What is done.")
            .May("target", Words.Of<OperationTarget>(), (o, v) => o with { Target = v }, "What it is done to; only a gate has none.")
            .May("providers", Names.List, o => o.Providers, (o, v) => o with { Providers = v }, "Providers whose servers it concerns; none means all.")
            .May("items", new ListShape<string>(Names.Shape, "", unique: true, least: 1), (o, v) => o with { Items = v },
                "Server, taskserv or cluster names; only a gate has none.")
            .May("depends_on", Names.List, o => o.DependsOn, (o, v) => o with { DependsOn = v },
                "Operations that must have succeeded entirely before this one starts.")
            .May("parallel", new SwitchShape(), o => o.Parallel, (o, v) => o with { Parallel = v }, "false runs its steps one after another.")
            .May("timeout", new SecondsShape(isAbove: true), o => o.Timeout, (o, v) => o with { Timeout = v },
                "Seconds that one attempt may take. Of a gate: seconds that it waits for an answer; without it, a gate waits for ever.")
            .May("on_failure", Words.Of<FailureAction>(), o => o.OnFailure, (o, v) => o with { OnFailure = v },
                "What a failed step does to the run. The default of check operations is continue.")
            .May("servers", new ListShape<string>(Selector, "", unique: true), o => o.Servers, (o, v) => o with { Servers = v },
                "The servers it concerns: names, wildcards (* and ?) or label=value; none means all.")
            .May("when", new ExpressionShape(), (o, v) => o with { When = v },
                "A condition; the steps are skipped when it is false.")
            .May("retry_policy", PolicyFields.Retry, (o, v) => o with { RetryPolicy = v }, "In place of the workflow's retry_policy.")
            .May("batch_size", new IntegerShape(1), (o, v) => o with { BatchSize = v }, "How many of its steps may run at once.")
            .May("irreversible", new SwitchShape(), o => o.Irreversible, (o, v) => o with { Irreversible = v }, "true when it cannot be undone.")
            .May("repeatable", new SwitchShape(), o => o.Repeatable, (o, v) => o with { Repeatable = v },
                "false when an attempt whose end is unknown must not be repeated.")
            .May("outputs", new ListShape<string>(new TextShape("the name of an output", Names.Variable), "", unique: true),
                o => o.Outputs, (o, v) => o with { Outputs = v }, "Names of outputs that it promises: of others none may be used, and one that no script gave is a warning.")
            .May("settings", Names.Settings, (o, v) => o with { Settings = v },
                "Provider settings of its servers; only where the workflow says provider_agnostic: false.")
            .May("message", new LaterTextShape("a question as text"), (o, v) => Ask(o, g => g with { Message = v.Text, IsTemplate = v.IsTemplate }),
                "Of a gate: the question; {{ … }} may use vars and outputs.")
            .May("answers", GateFields.Answers, (o, v) => Ask(o, g => g with { Answers = v }),
                "Of a gate: what an approval has to tell, by name. Each becomes an output.")
            .May("default", Words.Of<GateDefault>(), (o, v) => Ask(o, g => g with { Default = v }),
                "Of a gate: what counts as its answer when its timeout is over; without it, the gate fails then.")
            .Rule(Finish, WriteRule);

    private static TextShape Selector => new("a server's name, a wildcard or label=value");

    private static OperationDefinition Ask(OperationDefinition operation, Func<GateDefinition, GateDefinition> change) =>
        operation with { Gate = change(operation.Gate ?? new GateDefinition()) };

    private static OperationDefinition Finish(OperationDefinition operation, MapNode map, Binder binder)
    {
        bool Has(string key) => map.Entries.Any(e => e.Key == key);
        bool isGate = operation.Type == OperationType.Gate;
        foreach (MapEntry entry in map.Entries)
            if ((isGate ? NotForGates : OnlyForGates).Contains(entry.Key))
                binder.Add("Definition.Gate", entry.KeyLocation, $"{binder.Subject} {(isGate ? "is a gate, which has" : "is no gate, so it has")} no {entry.Key}.", $"Remove {entry.Key}.");
        foreach (string key in NeededElsewhere.Where(k => !isGate && !Has(k)))
            RecordShape<OperationDefinition>.Missing(key, map, binder);
        if (isGate)
            return GateFields.Finish(operation, Has("timeout"), map, binder);
        bool isCheck = operation.Type == OperationType.Check;
        return isCheck && !Has("on_failure") ? operation with { OnFailure = FailureAction.Continue } : operation;
    }

    private static void WriteRule(JsonObject schema)
    {
        static JsonObject Type(params string[] words) =>
            new() { ["type"] = new JsonObject { ["enum"] = new JsonArray([.. words.Select(w => JsonValue.Create(w))]) } };
        static JsonObject Without(string[] keys) =>
            new() { ["anyOf"] = new JsonArray([.. keys.Select(k => new JsonObject { ["required"] = new JsonArray(k) })]) };
        schema["anyOf"] = new JsonArray(
            new JsonObject
            {
                ["properties"] = Type("create", "update", "delete", "check"),
                ["required"] = new JsonArray([.. NeededElsewhere.Select(k => JsonValue.Create(k))]),
                ["not"] = Without(OnlyForGates),
            },
            new JsonObject { ["properties"] = Type("gate"), ["not"] = Without(NotForGates) });
    }
}
