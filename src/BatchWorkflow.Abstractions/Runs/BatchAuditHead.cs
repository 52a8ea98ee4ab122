using System.Globalization;

namespace BatchWorkflow;

/// <summary>An event of a run and the hash of its line. Its text run:event:hash can be kept anywhere and given again.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Sequence">The event's number.</param>
/// <param name="Hash">The SHA-256 of the event's line in hex; each line holds the hash of the one before, so it stands for all up to it.</param>
public sealed record BatchAuditHead(string RunId, long Sequence, string Hash)
{
    /// <summary>Reads run:event:hash; null when the text does not have that form.</summary>
    public static BatchAuditHead? Parse(string text) =>
        text.Trim().Split(':') is [{ Length: > 0 } run, var number, { Length: 64 } hash] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
            ? new BatchAuditHead(run, sequence, hash.ToLowerInvariant())
            : null;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{RunId}:{Sequence}:{Hash}");
}
