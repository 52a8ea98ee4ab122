using System.Buffers;
using System.Text;

namespace BatchWorkflow.Providers.Shells;

/// <summary>What a shell answers to one request: marked words, and after each of them the bytes up to the next.</summary>
internal sealed class ShellReply(byte[] mark)
{
    private const int Short = 500;

    private readonly Lock gate = new();
    private readonly ArrayBufferWriter<byte> pending = new();
    private readonly List<Part> parts = [];
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string[] words = [];

    /// <summary>Ends when the answer is whole; fails when the shell is lost.</summary>
    public Task Done => done.Task;

    /// <summary>True as soon as the script has begun; false when the answer ended without.</summary>
    public Task<bool> Acknowledged => acknowledged.Task;

    /// <summary>What came before the first marked word.</summary>
    public string Noise { get; private set; } = "";

    /// <summary>The last that came without a mark after it, in short.</summary>
    public string Unread
    {
        get
        {
            lock (gate)
            {
                ReadOnlySpan<byte> all = pending.WrittenSpan;
                return Encoding.UTF8.GetString(all[Math.Max(0, all.Length - Short)..]).Trim();
            }
        }
    }

    /// <summary>True when the request itself comes back, in which the mark stands without a space after it.</summary>
    public bool IsRequest
    {
        get
        {
            lock (gate)
                return pending.WrittenSpan.IndexOf(mark.AsSpan()[..^1]) >= 0;
        }
    }

    /// <summary>The words after a mark that begin with this one; null when there are none.</summary>
    public IReadOnlyList<string>? Find(string word) => parts.Find(part => part.Words[0] == word)?.Words;

    /// <summary>The bytes after the marked word; none when there is no such.</summary>
    public ReadOnlySpan<byte> Bytes(string word) => parts.Find(part => part.Words[0] == word)?.Bytes;

    /// <summary>The bytes after the marked word as text, without white space around it.</summary>
    public string Text(string word) => Encoding.UTF8.GetString(Bytes(word)).Trim();

    /// <summary>Takes more bytes; gives true when the answer is whole.</summary>
    public bool Take(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
            return Add(bytes);
    }

    private bool Add(ReadOnlySpan<byte> bytes)
    {
        pending.Write(bytes);
        if (!acknowledged.Task.IsCompleted && pending.WrittenSpan.IndexOf("started\n"u8) >= 0)
            acknowledged.TrySetResult(true);
        while (NextMark() is { } mark)
        {
            Close(mark.Before);
            words = mark.Words;
            if (words is ["done"])
            {
                acknowledged.TrySetResult(false);
                done.TrySetResult();
                return true;
            }
        }
        return false;
    }

    /// <summary>No answer comes any more.</summary>
    public void Fail(ShellLostException lost)
    {
        done.TrySetException(lost);
        _ = done.Task.Exception;
        acknowledged.TrySetResult(false);
    }

    private (byte[] Before, string[] Words)? NextMark()
    {
        ReadOnlySpan<byte> all = pending.WrittenSpan;
        int at = all.IndexOf(mark);
        int end = at < 0 ? -1 : all[at..].IndexOf((byte)'\n');
        if (end < 0)
            return null;
        byte[] before = all[..at].ToArray(), rest = all[(at + end + 1)..].ToArray();
        string[] found = Encoding.UTF8.GetString(all.Slice(at + mark.Length, end - mark.Length)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        pending.ResetWrittenCount();
        pending.Write(rest);
        return (before, found);
    }

    private void Close(byte[] before)
    {
        if (words.Length == 0)
            Noise = Encoding.UTF8.GetString(before).Trim();
        else
            parts.Add(new Part(words, before));
    }

    private sealed record Part(string[] Words, byte[] Bytes);
}
