using System.Text.RegularExpressions;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>Names of things: they become parts of file names and of ids.</summary>
internal static partial class Names
{
    /// <summary>What a name must look like, for people.</summary>
    public const string Rule = "A name has up to 100 letters a-z, A-Z, digits, dots, dashes and underscores, and begins with a letter or digit.";

    /// <summary>What the name of a variable must look like, for people.</summary>
    public const string VariableRule = "A variable's name has up to 100 letters a-z, A-Z, digits and underscores, and does not begin with a digit.";

    /// <summary>What a name must look like.</summary>
    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,99}(?!\\n)$", RegexOptions.CultureInvariant)]
    public static partial Regex Pattern { get; }

    /// <summary>What the name of a variable must look like.</summary>
    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,99}(?!\\n)$", RegexOptions.CultureInvariant)]
    public static partial Regex Variable { get; }

    /// <summary>A name.</summary>
    public static TextShape Shape { get; } = new("a name of letters, digits, dots, dashes and underscores that begins with a letter or digit", Pattern);

    /// <summary>A list of names.</summary>
    public static ListShape<string> List { get; } = new(Shape, "", unique: true);

    /// <summary>Variables by name.</summary>
    public static MapShape<object?> Variables { get; } = new(new FreeShape(), Variable, VariableRule);

    /// <summary>Settings of which only others know the names.</summary>
    public static MapShape<object?> Settings { get; } = new(new FreeShape());
}
