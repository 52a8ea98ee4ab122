namespace BatchWorkflow.Jinja.Values;

/// <summary>Stands where no value is, which is not None.</summary>
internal sealed class Missing
{
    private Missing()
    {
    }

    internal static Missing Value { get; } = new();
}
