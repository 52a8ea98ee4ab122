namespace BatchWorkflow.Simulation.Tests.Fields;

/// <summary>The fields of an operation, gates included.</summary>
internal static class OperationTurns
{
    private static readonly FieldAnswer[] FailsOnB = [new("run t/create@b", Exit: 1, Seconds: 3)];
    private static readonly FieldAnswer[] FailsTwice = [new("run t/create@b", Exit: 1, Times: 2)];
    private static readonly FieldAnswer[] Slow = [new("run t/create@?", Seconds: 9)];
    private static readonly (string, string?)[] Check = [("workflow.operations[1].type", "\"check\"")];
    private static readonly (string, string?)[] Tries = [("workflow.operations[1].retry_policy.max_attempts", "3"), ("workflow.operations[1].retry_policy.jitter", "false")];
    private static readonly (string, string?)[] Gate =
        [("workflow.operations[1]", """{ "id": "ask", "type": "gate", "depends_on": ["make"], "timeout": 60, "answers": { "size": { "type": "string" } } }""")];

    private static readonly (string, string?)[] Choice = [.. Gate, ("workflow.operations[1].answers.size", """{ "type": "choice", "choices": ["s", "m"] }""")];
    private static readonly Dictionary<string, string> Small = new() { ["size"] = "s" };
    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>The fields.</summary>
    public static IReadOnlyList<TurnedField> All { get; } =
    [
        new("workflow.operations[].id", "\"app\"", "\"other\""),
        new("workflow.operations[].type", "\"create\"", "\"delete\""),
        new("workflow.operations[].target", "\"taskserv\"", "\"server\""),
        new("workflow.operations[].items", """["t"]""", """["t", "u"]"""),
        new("workflow.operations[].providers", "[]", """["other"]"""),
        new("workflow.operations[].depends_on", "[]", """["make"]"""),
        new("workflow.operations[].parallel", "true", "false"),
        new("workflow.operations[].timeout", "5", "50") { Answers = Slow },
        new("workflow.operations[].timeout", "5", "50", "workflow.operations[0].timeout") { Answers = [new("create infra/a", Seconds: 9)] },
        new("workflow.operations[].on_failure", "\"fail\"", "\"rollback\"") { Answers = FailsOnB },
        new("workflow.operations[].on_failure", "\"fail\"", "\"continue\"") { Answers = [new("run t/create@b", Exit: 1)], With = [("workflow.operations[2]", """{ "id": "more", "type": "create", "target": "taskserv", "items": ["u"], "depends_on": ["app"] }""")] },
        new("workflow.operations[].servers", """["a"]""", """["b"]"""),
        new("workflow.operations[].when", "\"server.name == 'a'\"", "\"server.name == 'b'\""),
        new("workflow.operations[].retry_policy.max_attempts", "1", "3") { Answers = FailsTwice },
        new("workflow.operations[].retry_policy.backoff", "\"linear\"", "\"exponential\"")
        {
            Answers = [new("run t/create@b", Exit: 1, Times: 3)],
            With = [("workflow.operations[1].retry_policy.max_attempts", "4"), ("workflow.operations[1].retry_policy.jitter", "false")],
        },
        new("workflow.operations[].retry_policy.initial_delay", "1", "2") { Answers = FailsTwice, With = Tries },
        new("workflow.operations[].retry_policy.max_delay", "6", "20") { Answers = FailsTwice, With = Tries },
        new("workflow.operations[].retry_policy.jitter", "true", "false") { Answers = FailsTwice, With = Tries },
        new("workflow.operations[].batch_size", null, "1"),
        new("workflow.operations[].irreversible", "true", "false"),
        new("workflow.operations[].repeatable", "true", "false") { DiesAt = 3, Answers = Slow },
        new("workflow.operations[].outputs", null, """["address"]"""),
        new("workflow.operations[].outputs", """["port"]""", """["address"]""") { Answers = [new("run t/create@?", Says: "::output port=1")] },
        new("workflow.operations[].outputs", """["port"]""", """["address"]""")
        {
            Answers = [new("run t/create@?", Says: "::output port=1\n::output address=::1")],
            With = [("workflow.operations[2]", """{ "id": "more", "type": "create", "target": "taskserv", "items": ["u"], "when": "outputs.app.port == '1'" }""")],
        },
        new("workflow.operations[].settings", """{ "plan": "small" }""", """{ "plan": "large" }""", "workflow.operations[0].settings") { With = [("workflow.provider_agnostic", "false")] },
        new("workflow.operations[].message", "\"Go on?\"", "\"Stop?\"") { With = Gate },
        new("workflow.operations[].default", "\"approve\"", "\"deny\"") { With = [.. Gate, ("workflow.operations[1].answers", null)] },
        new("workflow.operations[].timeout", "10", "60") { With = Gate },
        new("workflow.operations[].answers.*.type", "\"string\"", "\"int\"") { With = Gate, Approval = Small },
        new("workflow.operations[].answers.*.choices", """["s", "m"]""", """["l", "m"]""") { With = Choice, Approval = Small },
        new("workflow.operations[].answers.*.required", "true", "false") { With = Gate, Approval = Nothing },
        new("workflow.operations[].answers.*.default", null, "\"m\"") { With = Gate, Approval = Nothing },
        new("workflow.operations[].answers.*.description", null, "\"How large it is.\"") { With = Gate },
    ];

    /// <summary>Fields where they can have no effect: that is told.</summary>
    public static IReadOnlyList<TurnedField> Idle { get; } =
    [
        new("workflow.operations[].parallel", null, "false") { IsOnlyTold = true, With = [("workflow.type", "\"parallel\"")] },
        new("workflow.operations[].batch_size", null, "2") { IsOnlyTold = true, With = [("workflow.operations[1].parallel", "false")] },
        new("workflow.operations[].irreversible", null, "true") { IsOnlyTold = true, With = Check, Scripts = ["create", "check"] },
        new("workflow.operations[].repeatable", null, "false") { IsOnlyTold = true, With = Check, Scripts = ["create", "check"] },
        new("workflow.operations[].repeatable", null, "false", "workflow.operations[0].repeatable") { IsOnlyTold = true },
        new("workflow.operations[].outputs", null, """["address"]""", "workflow.operations[0].outputs") { IsOnlyTold = true },
        new("workflow.operations[].settings", null, """{ "plan": "small" }""") { IsOnlyTold = true, With = [("workflow.provider_agnostic", "false")] },
        new("workflow.operations[].default", null, "\"approve\"") { IsOnlyTold = true, With = [.. Gate, ("workflow.operations[1].answers", null), ("workflow.operations[1].timeout", null)], Approval = Nothing },
        new("workflow.operations[].answers.*.required", null, "false") { IsOnlyTold = true, With = [.. Gate, ("workflow.operations[1].answers.size.default", "\"m\"")] },
        new("workflow.operations[].answers.*.choices", null, """["s"]""") { IsOnlyTold = true, With = Gate },
    ];
}
