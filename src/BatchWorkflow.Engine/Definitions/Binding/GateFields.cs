using System.Globalization;
using System.Text.Json.Nodes;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>The fields that only gates have.</summary>
internal static class GateFields
{
    /// <summary>answers, by name.</summary>
    public static MapShape<AnswerDefinition> Answers { get; } = new(Answer, Names.Variable, Names.VariableRule);

    private static RecordShape<AnswerDefinition> Answer =>
        new RecordShape<AnswerDefinition>("One thing that an approval tells.", () => new())
            .May("type", Words.Of<AnswerType>(), a => a.Type, (a, v) => a with { Type = v }, "What sort of value it is.")
            .May("choices", new ListShape<string>(new TextShape(), "", unique: true, least: 1), (a, v) => a with { Choices = v }, "The words of a choice.")
            .May("required", new SwitchShape(), a => a.Required, (a, v) => a with { Required = v }, "false when it may be left out though it has no default.")
            .May("default", new AnswerShape(), (a, v) => a with { Default = v }, "What it is when it is not given.")
            .May("description", new TextShape(), (a, v) => a with { Description = v }, "What it is, for whoever answers.")
            .Rule(FinishAnswer, WriteRule);

    /// <summary>A gate with all of its fields.</summary>
    public static OperationDefinition Finish(OperationDefinition operation, bool isLimited, MapNode map, Binder binder)
    {
        GateDefinition gate = operation.Gate ?? new GateDefinition();
        if (gate.Default is not null && !isLimited)
            binder.Add("Definition.Conflict", map.Location, $"{binder.Subject}: default says what follows when its time is over, and it has no timeout.",
                "Add a timeout in seconds, or remove default.");
        else if (gate.Default == GateDefault.Approve)
            foreach ((string name, AnswerDefinition answer) in gate.Answers)
                if (answer is { Required: true, Default: null })
                    binder.Add("Definition.Conflict", map.Location, $"{binder.Subject}: its default is approve, and its answer {name} would be missing then.",
                        $"Give {name} a default, or say required: false.");
        return operation with { Gate = gate with { TimeLimit = isLimited ? operation.Timeout : null } };
    }

    private static AnswerDefinition FinishAnswer(AnswerDefinition answer, MapNode map, Binder binder)
    {
        MapEntry? choices = map.Entries.FirstOrDefault(e => e.Key == "choices");
        if (answer.Type == AnswerType.Choice && choices is null)
            RecordShape<AnswerDefinition>.Missing("choices", map, binder);
        else if (answer.Type != AnswerType.Choice && choices is not null)
            binder.Add("Definition.Gate", choices.KeyLocation, $"{binder.Subject} is no choice, so it has no choices.", "Remove choices, or say type: choice.");
        if (answer.Default is not { } preset)
            return answer;
        if (AnswerTexts.Read(answer, preset) is { } read)
            return answer with { Default = read };
        SourceLocation at = map.Entries.First(e => e.Key == "default").Value.Location;
        binder.Add("Definition.Answer", at, $"{binder.Subject}.default must be {AnswerTexts.Wanted(answer)}, not \"{preset}\".");
        return answer;
    }

    private static void WriteRule(JsonObject schema)
    {
        static JsonObject Type(IEnumerable<AnswerType> types) =>
            new() { ["type"] = new JsonObject { ["enum"] = new JsonArray([.. types.Select(Words.Of<AnswerType>().Write)]) } };
        schema["anyOf"] = new JsonArray(
            new JsonObject { ["properties"] = Type([AnswerType.Choice]), ["required"] = new JsonArray("type", "choices") },
            new JsonObject
            {
                ["properties"] = Type(Enum.GetValues<AnswerType>().Where(t => t != AnswerType.Choice)),
                ["not"] = new JsonObject { ["required"] = new JsonArray("choices") },
            });
    }

    /// <summary>The default of an answer of whatever type, as text.</summary>
    private sealed class AnswerShape : ScalarShape<string>
    {
        public override string Wanted => "text, a number, true or false";

        public override JsonObject Schema() => TemplateShapes.AnyOf("string", "number", "boolean");

        protected override bool TryConvert(object? value, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out string converted)
        {
            converted = value switch
            {
                string text => text,
                bool flag => flag ? "true" : "false",
                long or double => Convert.ToString(value, CultureInfo.InvariantCulture),
                _ => null,
            };
            return converted is not null;
        }
    }
}
