using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Templating;

/// <summary>What stands in a template's context for values that are not to be had there.</summary>
internal static class Unknowns
{
    private const string SecretBegin = "kept secret: ";

    /// <summary>A value of which a problem was told already.</summary>
    public static UnknownValue Broken { get; } = new("has a problem");

    /// <summary>What a server is beyond its definition.</summary>
    public static UnknownValue UntilThere { get; } = new("known once the server is there");

    /// <summary>The server of a step that has none.</summary>
    public static UnknownValue NoServer { get; } = new("only to be had where there is a server");

    /// <summary>A name of which nothing is known while a definition is loaded.</summary>
    public static UnknownValue WhileLoading { get; } = new("known when a step is planned");

    /// <summary>An output of a step or an operation that has yet to end.</summary>
    public static UnknownValue After(string what) => new($"known after {what}");

    /// <summary>The value of a secret.</summary>
    public static UnknownValue Secret(string variable) => new(SecretBegin + variable);

    /// <summary>True for what <see cref="Secret"/> gave.</summary>
    public static bool IsSecret(UnknownValue value) =>
        value.Description.StartsWith(SecretBegin, StringComparison.Ordinal);
}
