namespace BatchWorkflow.Jinja.Values;

/// <summary>A collection of the host inside a dict: turned into a template's value when it is first looked at.</summary>
internal sealed class HostCollection(object raw, int depth)
{
    private object? _converted;

    internal object Converted => _converted ??= HostValues.FromCollection(raw, depth);
}
