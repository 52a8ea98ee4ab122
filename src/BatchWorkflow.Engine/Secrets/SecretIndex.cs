using System.Numerics;

namespace BatchWorkflow.Engine.Secrets;

/// <summary>
/// Finds any of many thousand strings in a text: a bit for each triple of characters that a form begins with passes over most places,
/// a search among the sorted forms decides the rest. Never changes once made.
/// </summary>
internal sealed class SecretIndex
{
    private const int Lead = Masker.ShortestValue;
    private const int BitsForEachForm = 16;

    private readonly string[] _forms;
    private readonly ulong[] _leads;
    private readonly int _shift;

    private SecretIndex(string[] forms)
    {
        _forms = forms;
        int bits = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4096, forms.Length * BitsForEachForm));
        _leads = new ulong[bits / 64];
        _shift = 32 - BitOperations.Log2((uint)bits);
        foreach (string form in forms)
        {
            uint bit = LeadBit(form, 0);
            _leads[bit / 64] |= 1UL << (int)(bit % 64);
        }
    }

    /// <summary>Finds nothing.</summary>
    public static SecretIndex Empty { get; } = new([]);

    /// <summary>An index of these forms and of those that it has.</summary>
    public SecretIndex With(IEnumerable<string> forms)
    {
        string[] added = [.. forms.Where(form => form.Length >= Lead).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        List<string> merged = new(_forms.Length + added.Length);
        int old = 0;
        foreach (string form in added)
        {
            for (; old < _forms.Length && string.CompareOrdinal(_forms[old], form) < 0; old++)
                merged.Add(_forms[old]);
            if (old == _forms.Length || _forms[old] != form)
                merged.Add(form);
        }

        merged.AddRange(_forms.AsSpan(old));
        return new SecretIndex([.. merged]);
    }

    /// <summary>The next stretch, at or after a place, that forms cover without a gap.</summary>
    public bool FindNext(string text, int from, out Range found)
    {
        found = default;
        if (_forms.Length == 0)
            return false;
        int start = -1;
        int end = text.Length;
        for (int at = from; at <= Math.Min(end, text.Length - Lead); at++)
        {
            int length = MayBeginAt(text, at) ? LongestAt(text.AsSpan(at)) : 0;
            if (length == 0)
                continue;
            end = start < 0 ? at + length : Math.Max(end, at + length);
            start = start < 0 ? at : start;
        }

        found = start < 0 ? default : start..end;
        return start >= 0;
    }

    private static uint Mix(char first, char second, char third) =>
        (first * 0x9E3779B1u) ^ (second * 0x85EBCA77u) ^ (third * 0xC2B2AE3Du);

    private uint LeadBit(string text, int at) => (Mix(text[at], text[at + 1], text[at + 2]) * 0x9E3779B1u) >> _shift;

    private bool MayBeginAt(string text, int at)
    {
        uint bit = LeadBit(text, at);
        return (_leads[bit / 64] >> (int)(bit % 64) & 1) != 0;
    }

    // A form that begins the rest is the last one not after it, or begins what that one has in common with it.
    private int LongestAt(ReadOnlySpan<char> rest)
    {
        while (rest.Length >= Lead)
        {
            int last = LastNotAfter(rest);
            if (last < 0)
                return 0;
            int common = rest.CommonPrefixLength(_forms[last]);
            if (common == _forms[last].Length)
                return common;
            rest = rest[..common];
        }

        return 0;
    }

    private int LastNotAfter(ReadOnlySpan<char> rest)
    {
        int low = 0;
        int high = _forms.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (_forms[middle].AsSpan().SequenceCompareTo(rest) <= 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return high;
    }
}
