using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BatchWorkflow.Engine.Views;

/// <summary>A run as YAML: the same fields and values as <see cref="RunJson"/>.</summary>
internal static class RunYaml
{
    /// <summary>The YAML. Strings that plain YAML would read as something else are quoted.</summary>
    public static string Text(BatchRun run)
    {
        using StringWriter text = new() { NewLine = "\n" };
        EmitterSettings settings = new(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024);
        Emitter emitter = new(text, settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, JsonSerializer.SerializeToElement(run, EngineJson.Line));
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    EmitText(emitter, property.Name);
                    Emit(emitter, property.Value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonValueKind.Array:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
                foreach (JsonElement item in value.EnumerateArray())
                    Emit(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValueKind.String:
                EmitText(emitter, value.GetString()!);
                break;
            default:
                emitter.Emit(new Scalar(value.GetRawText()));
                break;
        }
    }

    private static void EmitText(Emitter emitter, string text) => emitter.Emit(new Scalar(
        AnchorName.Empty, TagName.Empty, text, IsPlain(text) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted,
        isPlainImplicit: true, isQuotedImplicit: true));

    // Words that begin with a letter and are no YAML keyword of any version; all else is quoted rather than guessed at.
    private static bool IsPlain(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0])
        && text.All(one => char.IsAsciiLetterOrDigit(one) || one is '_' or '-' or '.' or '/' or '@')
        && text.ToUpperInvariant() is not ("Y" or "N" or "YES" or "NO" or "ON" or "OFF" or "TRUE" or "FALSE" or "NULL");
}
