using BatchWorkflow.Jinja.Lexing;
using BatchWorkflow.Jinja.Syntax;

namespace BatchWorkflow.Jinja.Parsing;

/// <summary>Parses the statements that name other templates.</summary>
internal sealed class TemplateReferences(TokenStream tokens, ExpressionParser expressions, AssignmentTargets targets)
{
    internal Extends ParseExtends()
    {
        int at = tokens.Take().Offset;
        return new Extends(expressions.Parse(), at);
    }

    internal Include ParseInclude()
    {
        int at = tokens.Take().Offset;
        Expression template = expressions.Parse();
        bool ignoreMissing = tokens.Current.IsName("ignore") && tokens.Ahead.IsName("missing");
        if (ignoreMissing)
        {
            tokens.Take();
            tokens.Take();
        }

        return new Include(template, TakeContext() ?? true, ignoreMissing, at);
    }

    internal Import ParseImport()
    {
        int at = tokens.Take().Offset;
        Expression template = expressions.Parse();
        tokens.ExpectName("as");
        string target = targets.ParseName().Identifier;
        return new Import(template, target, TakeContext() ?? false, at);
    }

    internal FromImport ParseFromImport()
    {
        int at = tokens.Take().Offset;
        Expression template = expressions.Parse();
        tokens.ExpectName("import");
        List<(string, string)> names = [];
        bool? withContext = null;
        while (true)
        {
            if (names.Count > 0)
                tokens.Expect(TokenKind.Comma);
            if (tokens.Current.Kind != TokenKind.Name)
                tokens.Expect(TokenKind.Name);
            if ((withContext = TakeContext()) is not null)
                break;
            names.Add(ParseImportedName());
            if ((withContext = TakeContext()) is not null || tokens.Current.Kind != TokenKind.Comma)
                break;
        }

        return new FromImport(template, names, withContext ?? false, at);
    }

    private (string Name, string Alias) ParseImportedName()
    {
        Name name = targets.ParseName();
        if (name.Identifier.StartsWith('_'))
            throw JinjaException.Assertion("names starting with an underline can not be imported", tokens.Source, name.At);
        return (name.Identifier, tokens.TakeIfName("as") ? targets.ParseName().Identifier : name.Identifier);
    }

    private bool? TakeContext()
    {
        if (!((tokens.Current.IsName("with") || tokens.Current.IsName("without")) && tokens.Ahead.IsName("context")))
            return null;
        bool with = tokens.Take().Text == "with";
        tokens.Take();
        return with;
    }
}
