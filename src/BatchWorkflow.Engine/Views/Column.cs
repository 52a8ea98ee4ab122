namespace BatchWorkflow.Engine.Views;

/// <summary>A column of a table.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Fit">What becomes of it when the table is too wide.</param>
/// <param name="Least">How narrow it may become.</param>
internal sealed record Column(string Title, Fit Fit = Fit.Stays, int Least = 0)
{
    /// <summary>True aligns it to the right.</summary>
    public bool IsNumber { get; init; }
}

/// <summary>What becomes of a column when its table is too wide.</summary>
internal enum Fit
{
    /// <summary>It keeps its width.</summary>
    Stays,

    /// <summary>Its texts lose their ends.</summary>
    CutsEnd,

    /// <summary>Its texts lose their beginnings.</summary>
    CutsBegin,

    /// <summary>Its texts go on in the next line; the last column only.</summary>
    Wraps,

    /// <summary>It is left out when the others at their narrowest leave no room; the last such column first.</summary>
    Goes,
}
