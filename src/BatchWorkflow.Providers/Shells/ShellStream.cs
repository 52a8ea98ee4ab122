namespace BatchWorkflow.Providers.Shells;

/// <summary>Sends content to a program that a shell runs, piece by piece, for as long as it is taken.</summary>
internal sealed class ShellStream(Stream input, Stream content)
{
    private const int Piece = 32 * 1024;

    private long sent;

    /// <summary>Sends all of it, unless the answer comes first. Throws <see cref="TimeoutException"/> when nothing is taken for too long.</summary>
    public async Task SendAsync(Task answer, TimeSpan limit, TimeProvider time)
    {
        // Writing blocks for as long as the link is busy.
        Task sending = Task.Factory.StartNew(() => Send(answer), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (!sending.IsCompleted && !answer.IsCompleted)
        {
            long before = Interlocked.Read(ref sent);
            using CancellationTokenSource over = new();
            if (await Task.WhenAny(sending, answer, Task.Delay(limit, time, over.Token)) != sending && !answer.IsCompleted && before == Interlocked.Read(ref sent))
                throw new TimeoutException($"nothing more of it arrived within {limit.TotalSeconds:0.#} s.");
            await over.CancelAsync();
        }
        if (!answer.IsCompleted)
            await sending;
    }

    private void Send(Task answer)
    {
        byte[] piece = new byte[Piece];
        while (!answer.IsCompleted && content.Read(piece, 0, piece.Length) is > 0 and int count)
        {
            input.Write(piece, 0, count);
            input.Flush();
            Interlocked.Add(ref sent, count);
        }
    }
}
