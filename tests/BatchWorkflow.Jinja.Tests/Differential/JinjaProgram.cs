using System.Text.Json.Serialization;

namespace BatchWorkflow.Jinja.Tests.Differential;

/// <summary>A template with the settings of its environment.</summary>
internal sealed record JinjaProgram
{
    [JsonPropertyName("source")]
    public required string Source { get; init; }

    [JsonPropertyName("trim_blocks")]
    public bool TrimBlocks { get; init; }

    [JsonPropertyName("lstrip_blocks")]
    public bool LstripBlocks { get; init; }

    [JsonPropertyName("keep_trailing_newline")]
    public bool KeepTrailingNewline { get; init; }

    [JsonPropertyName("autoescape")]
    public bool AutoEscape { get; init; }

    [JsonPropertyName("undefined")]
    public required string Undefined { get; init; }

    /// <summary>What our engine renders, or the name of its error.</summary>
    public Rendering Render()
    {
        JinjaEnvironment environment = new()
        {
            TrimBlocks = TrimBlocks,
            LstripBlocks = LstripBlocks,
            KeepTrailingNewline = KeepTrailingNewline,
            AutoEscape = AutoEscape,
            Undefined = Undefined switch
            {
                "StrictUndefined" => UndefinedKind.Strict,
                "ChainableUndefined" => UndefinedKind.Chainable,
                "DebugUndefined" => UndefinedKind.Debug,
                _ => UndefinedKind.Lenient,
            },
            Extensions = JinjaExtensions.Do | JinjaExtensions.LoopControls,
            Loader = new DictionaryLoader(ProgramContext.Loader),
        };
        try
        {
            return new Rendering(environment.Compile(Source).Render(ProgramContext.Values), null, null);
        }
        catch (JinjaException e)
        {
            return new Rendering(null, e.ErrorType, e.Message);
        }
    }
}

/// <summary>What a program gives: its output, or the name and message of an error.</summary>
internal sealed record Rendering(
    [property: JsonPropertyName("output")] string? Output,
    [property: JsonPropertyName("error")] string? Error,
    [property: JsonPropertyName("message")] string? Message)
{
    /// <summary>True where both give the same text, or the same error. A program that is too large for either says nothing.</summary>
    public bool Agrees(Rendering other) => IsTooLarge || other.IsTooLarge || (Output == other.Output && Error == other.Error);

    private bool IsTooLarge => Error is "LimitError" or "RecursionError" or "MemoryError" or "TooLong";

    public override string ToString() => Output is null ? $"{Error}: {Message}" : System.Text.Json.JsonSerializer.Serialize(Output);
}
