using System.Text.Json;
using BatchWorkflow.Engine.Storing;
using Microsoft.Win32.SafeHandles;

namespace BatchWorkflow.Engine.Monitoring;

/// <summary>The lines of a log.jsonl that may still grow. Only whole lines count; one that is no entry is passed over.</summary>
/// <param name="path">The file; it may not be there yet.</param>
internal sealed class LogLines(string path) : IDisposable
{
    private const int Chunk = 64 * 1024;

    private SafeFileHandle? _handle;
    private byte[] _buffer = new byte[Chunk];
    private long _next;

    /// <summary>How many whole lines were read that are no entries.</summary>
    public int PassedOver { get; private set; }

    /// <summary>The last wanted lines, oldest first, read from the end; <see cref="NextAsync"/> goes on behind them.</summary>
    public IReadOnlyList<BatchLogEntry> Last(int count, Func<BatchLogEntry, bool> wants)
    {
        if (!Open())
            return [];
        List<BatchLogEntry> newestFirst = [];
        long begin = RandomAccess.GetLength(_handle!);
        byte[] rest = [];
        bool isWhole = false;
        while (begin > 0 && (newestFirst.Count < count || !isWhole))
        {
            int size = (int)Math.Min(Chunk, begin);
            begin -= size;
            byte[] bytes = new byte[size + rest.Length];
            Fill(bytes.AsSpan(0, size), begin);
            rest.CopyTo(bytes, size);
            Span<byte> left = bytes;
            for (int feed = left.LastIndexOf((byte)'\n'); feed >= 0; feed = left.LastIndexOf((byte)'\n'))
            {
                if (!isWhole)
                    _next = begin + feed + 1;
                else if (newestFirst.Count < count && Parse(left[(feed + 1)..]) is { } entry && wants(entry))
                    newestFirst.Add(entry);
                isWhole = true;
                left = left[..feed];
            }

            rest = left.ToArray();
        }

        if (begin == 0 && isWhole && newestFirst.Count < count && Parse(rest) is { } first && wants(first))
            newestFirst.Add(first);
        newestFirst.Reverse();
        return newestFirst;
    }

    /// <summary>Some of the lines that are there and were not read yet; none when there are no more for now.</summary>
    public async Task<IReadOnlyList<BatchLogEntry>> NextAsync(CancellationToken cancellationToken)
    {
        List<BatchLogEntry> entries = [];
        while (entries.Count == 0 && Open())
        {
            int read = await RandomAccess.ReadAsync(_handle!, _buffer, _next, cancellationToken);
            int end = _buffer.AsSpan(0, read).LastIndexOf((byte)'\n') + 1;
            if (end == 0 && read < _buffer.Length)
                break;
            if (end == 0)
                _buffer = new byte[_buffer.Length * 2];
            Take(end, entries);
            _next += end;
        }

        return entries;
    }

    /// <inheritdoc />
    public void Dispose() => _handle?.Dispose();

    private BatchLogEntry? Parse(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
            return null;
        try
        {
            return StoredJson.Read<BatchLogEntry>(line);
        }
        catch (JsonException)
        {
            PassedOver++;
            return null;
        }
    }

    private void Take(int end, List<BatchLogEntry> entries)
    {
        ReadOnlySpan<byte> whole = _buffer.AsSpan(0, end);
        foreach (Range line in whole.Split((byte)'\n'))
            if (Parse(whole[line]) is { } entry)
                entries.Add(entry);
    }

    private void Fill(Span<byte> into, long offset)
    {
        for (int read; !into.IsEmpty; into = into[read..], offset += read)
            if ((read = RandomAccess.Read(_handle!, into, offset)) == 0)
                throw new EndOfStreamException($"{path} became shorter while it was read.");
    }

    private bool Open()
    {
        if (_handle is null && File.Exists(path))
            _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return _handle is not null;
    }
}
