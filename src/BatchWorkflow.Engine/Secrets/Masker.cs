using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace BatchWorkflow.Engine.Secrets;

/// <summary>
/// Knows a run's secret values and takes them out of any text, also where they stand in a common encoding
/// (<see cref="SecretForms"/>). Safe for many threads; what is added is masked by every call that begins afterwards.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
internal sealed class Masker
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Replacement = "***";

    /// <summary>Shorter values are not masked: they would take ordinary text apart.</summary>
    public const int ShortestValue = 3;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _values = new(StringComparer.Ordinal);
    private readonly List<string> _pending = [];
    private volatile bool _hasPending;
    private volatile SecretIndex _index = SecretIndex.Empty;

    /// <summary>Adds a secret value.</summary>
    /// <returns>False when it is too short to be masked; the caller warns whoever gave it. An empty one has nothing to hide.</returns>
    public bool Add(string value)
    {
        if (value.Trim().Length < ShortestValue)
            return value.Trim().Length == 0;
        lock (_gate)
        {
            if (_values.Add(value))
            {
                _pending.Add(value);
                _hasPending = true;
            }
        }

        return true;
    }

    /// <summary>The text with each secret in it replaced; overlapping secrets become one replacement.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public string? Mask(string? text)
    {
        if (text is null || text.Length < ShortestValue)
            return text;
        SecretIndex index = _hasPending ? Refresh() : _index;
        if (!index.FindNext(text, 0, out Range found))
            return text;

        StringBuilder masked = new(text.Length);
        int written = 0;
        do
        {
            (int start, int length) = found.GetOffsetAndLength(text.Length);
            masked.Append(text, written, start - written).Append(Replacement);
            written = start + length;
        }
        while (index.FindNext(text, written, out found));
        return masked.Append(text, written, text.Length - written).ToString();
    }

    /// <summary>The failure with its texts masked.</summary>
    public Failure Mask(Failure failure) => failure with
    {
        Message = Mask(failure.Message),
        Code = Mask(failure.Code),
        ErrorTail = [.. failure.ErrorTail.Select(Mask).OfType<string>()],
        Drift = [.. failure.Drift.Select(one => new PropertyDifference(Mask(one.Property), Mask(one.Wanted), Mask(one.Found)))],
    };

    /// <summary>True when the text holds a secret.</summary>
    public bool Finds(string text) => !ReferenceEquals(Mask(text), text);

    /// <summary>How many values it knows, never which.</summary>
    public override string ToString()
    {
        lock (_gate)
            return $"Masker of {_values.Count} values";
    }

    private SecretIndex Refresh()
    {
        lock (_gate)
        {
            if (_hasPending)
            {
                _index = _index.With(_pending.SelectMany(SecretForms.Of));
                _pending.Clear();
                _hasPending = false;
            }

            return _index;
        }
    }
}
