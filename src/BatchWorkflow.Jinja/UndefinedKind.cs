namespace BatchWorkflow.Jinja;

/// <summary>How a name or attribute that does not exist behaves.</summary>
public enum UndefinedKind
{
    /// <summary>Prints as nothing and is false; whatever else uses it fails.</summary>
    Lenient,

    /// <summary>As <see cref="Lenient"/>, and its attributes and items are undefined too instead of failing.</summary>
    Chainable,

    /// <summary>As <see cref="Lenient"/>, but prints as the expression that it stands for.</summary>
    Debug,

    /// <summary>Only a test for being defined, and <c>default</c>, may touch it; all else fails.</summary>
    Strict,
}
