using System.Text.Json;

namespace BatchWorkflow.Jinja.Tests.Corpora;

/// <summary>The environment that a case asks for.</summary>
internal static class CaseEnvironment
{
    internal static JinjaEnvironment Of(JsonElement testCase)
    {
        JsonElement env = testCase.GetProperty("env");
        return new JinjaEnvironment
        {
            TrimBlocks = Flag(env, "trim_blocks"),
            LstripBlocks = Flag(env, "lstrip_blocks"),
            KeepTrailingNewline = Flag(env, "keep_trailing_newline"),
            AutoEscape = Flag(env, "autoescape"),
            NewlineSequence = Text(env, "newline_sequence") ?? "\n",
            Undefined = Text(env, "undefined") switch
            {
                null or "Undefined" => UndefinedKind.Lenient,
                "ChainableUndefined" => UndefinedKind.Chainable,
                "DebugUndefined" => UndefinedKind.Debug,
                "StrictUndefined" => UndefinedKind.Strict,
                _ => throw new InvalidDataException("undefined"),
            },
            Extensions = Extensions(env),
            Delimiters = Delimiters(env),
            Globals = env.TryGetProperty("globals", out JsonElement globals)
                ? globals.EnumerateObject().ToDictionary(p => p.Name, p => JinjaCase.Value(p.Value)) : [],
            Loader = testCase.TryGetProperty("loader", out JsonElement loader) && loader.ValueKind == JsonValueKind.Object
                ? new DictionaryLoader(loader.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!)) : null,
        };
    }

    private static bool Flag(JsonElement env, string name) => env.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement env, string name) => env.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static JinjaExtensions Extensions(JsonElement env)
    {
        JinjaExtensions extensions = JinjaExtensions.None;
        if (env.TryGetProperty("extensions", out JsonElement names))
            foreach (JsonElement name in names.EnumerateArray())
                extensions |= name.GetString() switch
                {
                    "do" or "jinja2.ext.do" or "ExprStmtExtension" => JinjaExtensions.Do,
                    "loopcontrols" or "jinja2.ext.loopcontrols" or "LoopControlExtension" => JinjaExtensions.LoopControls,
                    _ => JinjaExtensions.None,
                };
        return extensions;
    }

    private static JinjaDelimiters Delimiters(JsonElement env)
    {
        JinjaDelimiters standard = JinjaDelimiters.Default;
        return new JinjaDelimiters
        {
            BlockStart = Text(env, "block_start_string") ?? standard.BlockStart,
            BlockEnd = Text(env, "block_end_string") ?? standard.BlockEnd,
            VariableStart = Text(env, "variable_start_string") ?? standard.VariableStart,
            VariableEnd = Text(env, "variable_end_string") ?? standard.VariableEnd,
            CommentStart = Text(env, "comment_start_string") ?? standard.CommentStart,
            CommentEnd = Text(env, "comment_end_string") ?? standard.CommentEnd,
            LineStatementPrefix = Text(env, "line_statement_prefix"),
            LineCommentPrefix = Text(env, "line_comment_prefix"),
        };
    }
}
