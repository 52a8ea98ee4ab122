using System.Runtime.Versioning;

namespace BatchWorkflow.Providers.Local.Scripts;

/// <summary>
/// Collects the lines of both streams and hands them over as nearly in the order in which they were written as is known: the kernel tells how the
/// streams took turns, and a turn of unknown length gets its share of the lines.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class OrderedOutput(IScriptOutput output, WriteOrder order) : IScriptOutput
{
    private const int MostLines = 10_000;

    private readonly List<bool> turns = [];
    private readonly List<string> standard = [];
    private readonly List<string> error = [];

    /// <inheritdoc />
    public void Line(bool isError, string line)
    {
        (isError ? error : standard).Add(line);
        if (standard.Count + error.Count >= MostLines)
        {
            Look();
            HandOver();
        }
    }

    /// <summary>Asks the kernel for more turns; false when there were none.</summary>
    public bool Look()
    {
        IReadOnlyList<bool> more = order.Take();
        turns.AddRange(turns.Count > 0 && more.Count > 0 && turns[^1] == more[0] ? more.Skip(1) : more);
        return more.Count > 0;
    }

    /// <summary>Hands over what was collected.</summary>
    public void HandOver()
    {
        Share standardShare = new(standard, turns.Count(isError => !isError));
        Share errorShare = new(error, turns.Count(isError => isError));
        foreach (bool isError in turns)
            foreach (string line in (isError ? errorShare : standardShare).Next())
                output.Line(isError, line);
        foreach (string line in standardShare.Rest())
            output.Line(isError: false, line);
        foreach (string line in errorShare.Rest())
            output.Line(isError: true, line);
        turns.Clear();
        standard.Clear();
        error.Clear();
    }

    /// <summary>The lines of one stream, dealt out over its turns.</summary>
    private sealed class Share(List<string> lines, int turns)
    {
        private int turn;
        private int at;

        public IEnumerable<string> Next()
        {
            int end = (int)((long)++turn * lines.Count / turns);
            for (; at < end; at++)
                yield return lines[at];
        }

        public IEnumerable<string> Rest()
        {
            for (; at < lines.Count; at++)
                yield return lines[at];
        }
    }
}
