namespace BatchWorkflow.Jinja.Lexing;

/// <summary>What the lexer takes from an environment.</summary>
internal sealed record LexerOptions(JinjaDelimiters Delimiters, bool TrimBlocks, bool LstripBlocks, string NewlineSequence);
