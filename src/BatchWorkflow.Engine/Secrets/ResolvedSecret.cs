namespace BatchWorkflow.Engine.Secrets;

/// <summary>A secret's value, which never shows itself.</summary>
/// <param name="value">The value.</param>
/// <param name="isMasked">False when it is too short to be masked: the caller warns.</param>
internal sealed class ResolvedSecret(string value, bool isMasked)
{
    /// <summary>The value.</summary>
    public string Value { get; } = value;

    /// <summary>False when it is too short to be masked: the caller warns.</summary>
    public bool IsMasked { get; } = isMasked;

    /// <inheritdoc />
    public override string ToString() => Masker.Replacement;
}
