using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace BatchWorkflow.Providers.Local.Scripts;

/// <summary>Reads a stream's file as it grows and hands over its lines.</summary>
internal sealed class StreamTail(string path, bool isError, IScriptOutput output) : IDisposable
{
    private const int Portion = 64 * 1024;

    private readonly LineCutter cutter = new(line => output.Line(isError, line));
    private SafeFileHandle? handle;
    private long offset;

    /// <summary>Reads what is there now.</summary>
    public void Read(CancellationToken cancellationToken)
    {
        if (handle is null && !TryOpen())
            return;
        if (RandomAccess.GetLength(handle!) <= offset)
            return;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Portion);
        try
        {
            while (RandomAccess.Read(handle!, buffer, offset) is > 0 and int count)
            {
                offset += count;
                cutter.Take(buffer.AsSpan(0, count));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads to the end, where a line needs no line end.</summary>
    public void Finish(CancellationToken cancellationToken)
    {
        Read(cancellationToken);
        cutter.Finish();
    }

    public void Dispose() => handle?.Dispose();

    private bool TryOpen()
    {
        if (new FileInfo(path) is not { Exists: true, Length: > 0 })
            return false;
        handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return true;
    }
}
