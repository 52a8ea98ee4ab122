using BatchWorkflow.Engine.Definitions;

namespace BatchWorkflow.Engine.Running;

/// <summary>The answers that come with an approval.</summary>
internal static class GateAnswers
{
    /// <summary>The gate's outputs, and what is wrong with the answers; each wrong names its answer.</summary>
    public static (IReadOnlyDictionary<string, string> Outputs, IReadOnlyList<string> Wrong) Settle(GateDefinition gate, IReadOnlyDictionary<string, string> given)
    {
        Dictionary<string, string> outputs = new(StringComparer.Ordinal);
        List<string> wrong = [];
        foreach ((string name, AnswerDefinition answer) in gate.Answers)
        {
            if (!given.TryGetValue(name, out string? text))
            {
                if (answer.Default is { } preset)
                    outputs[name] = preset;
                else if (answer.Required)
                    wrong.Add($"{name} is missing, which must be {AnswerTexts.Wanted(answer)}");
            }
            else if (AnswerTexts.Read(answer, text) is { } read)
            {
                outputs[name] = read;
            }
            else
            {
                wrong.Add($"{name} must be {AnswerTexts.Wanted(answer)}, not \"{text}\"");
            }
        }
        foreach (string name in given.Keys.Where(n => !gate.Answers.ContainsKey(n)))
            wrong.Add($"it asks for no {name}{(NearestName.Find(name, gate.Answers.Keys) is { } near ? $", but for {near}" : "")}");
        return (outputs, wrong);
    }

    /// <summary>How the answers that must be given are given: a placeholder for each, which PowerShell takes for nothing else.</summary>
    public static string Usage(IReadOnlyDictionary<string, AnswerDefinition> answers)
    {
        List<string> needed = [.. answers.Where(a => a.Value is { Required: true, Default: null }).Select(a => $"{a.Key} = <{Kind(a.Value)}>")];
        return needed.Count == 0 ? "" : $" -Answer @{{ {string.Join("; ", needed)} }}";
    }

    private static string Kind(AnswerDefinition answer) => answer.Type switch
    {
        AnswerType.Int => "int",
        AnswerType.Number => "number",
        AnswerType.Bool => "$true or $false",
        AnswerType.Choice => string.Join('|', answer.Choices),
        _ => "text",
    };
}
