using System.Text;
using BatchWorkflow.Engine.Monitoring;
using BatchWorkflow.Engine.Running;

namespace BatchWorkflow.Engine.Views;

/// <summary>The gates of a run that wait for an answer: what is asked, until when, and the commands that answer.</summary>
internal static class GateText
{
    /// <summary>Writes them after an empty line; nothing when no gate waits. The commands never break, so that they can be copied.</summary>
    public static void Write(StringBuilder text, BatchRun run, int width, bool colour)
    {
        if (run.Gates.Count == 0)
            return;
        text.AppendLineFeed().AppendLineFeed(Ink.Strong.Paint("Gates", colour));
        foreach (BatchGate gate in run.Gates)
        {
            text.AppendWrapped("  ", "    ", PlainText.Line(Question(gate)), width);
            foreach ((string name, AnswerDefinition answer) in gate.Answers)
                text.AppendWrapped("    ", "      ", PlainText.Line(Line(name, answer)), width);
            text.Append("    ").AppendLineFeed(Ink.Strong.Paint(Approval(gate), colour));
            text.Append("    ").AppendLineFeed(Ink.Strong.Paint(Denial(gate), colour));
        }
    }

    /// <summary>What a gate asks, and until when.</summary>
    public static string Question(BatchGate gate)
    {
        string until = gate.Until is { } time ? $" (until {Durations.Text(time)}, then {Then(gate.Default)})" : "";
        return $"{gate.Gate}{until}{(gate.Message is null ? "" : $": {gate.Message}")}";
    }

    /// <summary>The command that approves a gate.</summary>
    public static string Approval(BatchGate gate) => $"Approve-BatchGate {gate.RunId} {gate.Gate}{GateAnswers.Usage(gate.Answers)}";

    /// <summary>The command that denies it.</summary>
    public static string Denial(BatchGate gate) => $"Deny-BatchGate {gate.RunId} {gate.Gate} -Reason '…'";

    private static string Line(string name, AnswerDefinition answer)
    {
        string kind = answer.Type == AnswerType.Choice ? string.Join(" | ", answer.Choices) : Definitions.AnswerTexts.Wanted(answer);
        string preset = answer.Default is { } text ? $", {text} when it is not given" : answer.Required ? "" : ", may be left out";
        return $"{name}: {kind}{preset}{(answer.Description is null ? "" : $". {answer.Description}")}";
    }

    private static string Then(GateDefault? preset) => preset switch
    {
        GateDefault.Approve => "it is approved",
        GateDefault.Deny => "it is denied",
        _ => "it fails",
    };
}
