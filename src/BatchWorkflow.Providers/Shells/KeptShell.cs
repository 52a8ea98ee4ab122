using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BatchWorkflow.Providers.Shells;

/// <summary>
/// A shell that stays open and is fed one request after the other. It has a thread of its own, which opens it and then reads: both block,
/// and many at once must not take the pool's threads.
/// </summary>
internal sealed class KeptShell : IDisposable
{
    private const int Portion = 32 * 1024, StackBytes = 512 * 1024, MostUnasked = 500;

    /// <summary>What is under way when the last byte is sent may be some megabytes.</summary>
    private static readonly TimeSpan LongestTail = TimeSpan.FromMinutes(2);

    private readonly ShellHost host;
    private readonly string mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource closing = new();
    private readonly CancellationToken stop;
    private readonly Lock gate = new();
    private ShellChannel? channel;
    private ShellReply? current;
    private ShellLostException? lost;
    private string unasked = "";
    private bool isClosed;

    private KeptShell(ShellHost host)
    {
        this.host = host;
        stop = closing.Token;
    }

    /// <summary>True when nothing can be asked of it any more.</summary>
    public bool IsLost
    {
        get
        {
            lock (gate)
                return lost is not null;
        }
    }

    /// <summary>Opens a shell and asks it what it has to be asked first.</summary>
    /// <param name="host">The server.</param>
    /// <param name="hello">The first request.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The shell and its answer.</returns>
    public static async Task<(KeptShell Shell, ShellReply Answer)> OpenAsync(ShellHost host, string hello, CancellationToken cancellationToken)
    {
        KeptShell shell = new(host);
        try
        {
            new Thread(shell.Run, StackBytes) { IsBackground = true, Name = "bw-shell" }.Start();
            await shell.opened.Task.WaitAsync(cancellationToken);
            ShellReply answer = shell.Ask(hello);
            await shell.FirstAsync(answer, cancellationToken);
            return (shell, answer);
        }
        catch (Exception)
        {
            shell.Dispose();
            throw;
        }
    }

    /// <summary>What came beside marked words, in short.</summary>
    public string Said => $"{unasked} {current?.Unread} {channel?.Trouble}".Trim();

    private async Task FirstAsync(ShellReply answer, CancellationToken cancellationToken)
    {
        try
        {
            await answer.Done.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException late) when (Said is { Length: > 0 } said)
        {
            throw new StrangeAnswerException(said, answer.IsRequest, late);
        }
    }

    /// <summary>Asks something; the answer comes while the shell works. One at a time.</summary>
    /// <remarks>Writing waits for as long as the other side takes nothing, so it is not done here: who asks decides how long to wait.</remarks>
    public ShellReply Ask(string request) => Send(string.Create(CultureInfo.InvariantCulture, $"bw_mark={mark}\n{request}\nbw_say done\n"));

    /// <summary>Asks something that reads what is sent after it said that it is ready. Failure to send, or no progress in time, means that the shell is lost.</summary>
    public async Task<ShellReply> StreamAsync(string request, Stream content, TimeSpan limit, TimeProvider time)
    {
        // One command to its very end: a shell that reads no further than it must would leave the rest to the program that reads the content.
        ShellReply reply = Send(string.Create(CultureInfo.InvariantCulture, $"bw_mark={mark}\n{{\n{request}\nbw_say done\n}}\n"));
        try
        {
            if (await reply.Acknowledged.WaitAsync(limit, time))
                await new ShellStream(channel!.Input, content).SendAsync(reply.Done, limit, time);
            await reply.Done.WaitAsync(limit + LongestTail, time);
            return reply;
        }
        catch (Exception broken) when (broken is not ShellLostException and not OutOfMemoryException)
        {
            ShellLostException silent = new($"{host.Name} did not take a file: {broken.Message}", broken);
            Lose(silent);
            throw silent;
        }
    }

    private ShellReply Send(string text)
    {
        ShellReply reply = new(Encoding.ASCII.GetBytes(mark + " "));
        lock (gate)
        {
            if (lost is not null)
                throw lost;
            current = reply;
        }
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        _ = Task.Run(() => Write(bytes), CancellationToken.None);
        return reply;
    }

    private void Write(byte[] bytes)
    {
        try
        {
            channel!.Input.Write(bytes);
            channel.Input.Flush();
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            Lose(new ShellLostException($"The connection to {host.Name} broke: {broken.Message}", broken));
        }
    }

    /// <summary>Asks something and waits for the whole answer. No answer in time means that the shell is lost.</summary>
    public async Task<ShellReply> AskAsync(string request, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        ShellReply reply = Ask(request);
        try
        {
            await reply.Done.WaitAsync(limit, time, cancellationToken);
        }
        catch (TimeoutException late)
        {
            ShellLostException silent = new(
                string.Create(CultureInfo.InvariantCulture, $"{host.Name} did not answer within {limit.TotalSeconds:0.#} s."), late);
            Lose(silent);
            throw silent;
        }
        return reply;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Lose(new ShellLostException($"The shell on {host.Name} was closed."));
        if (Interlocked.Exchange(ref isClosed, true))
            return;
        closing.Cancel();
        closing.Dispose();
        channel?.Dispose();
    }

    private void Run()
    {
        try
        {
            channel = host.Open(stop);
        }
        catch (Exception failed) when (failed is not OutOfMemoryException)
        {
            Lose(failed as ShellLostException ?? new ShellLostException(failed.Message, failed));
            opened.TrySetException(failed);
            _ = opened.Task.Exception;
            return;
        }
        opened.TrySetResult();
        if (!stop.IsCancellationRequested)
            Lose(Read());
        Close(channel);
    }

    /// <summary>Nobody waits for this thread: what goes wrong with the end of a shell is at most why it is lost.</summary>
    private void Close(ShellChannel ended)
    {
        try
        {
            ended.Dispose();
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            Lose(new ShellLostException($"The shell on {host.Name} could not be closed: {broken.Message}", broken));
        }
    }

    private ShellLostException Read()
    {
        byte[] buffer = new byte[Portion];
        try
        {
            while (channel!.Output.Read(buffer, 0, buffer.Length) is > 0 and int count)
            {
                ShellReply? reply;
                lock (gate)
                    reply = current;
                if (reply is not null)
                    reply.Take(buffer.AsSpan(0, count));
                else
                    unasked = Encoding.UTF8.GetString(buffer, 0, Math.Min(count, MostUnasked)).Trim();
            }
            return stop.IsCancellationRequested ? new ShellLostException($"The shell on {host.Name} was closed.") : Ended(channel);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return new ShellLostException($"The connection to {host.Name} broke: {broken.Message}", broken);
        }
    }

    private ShellLostException Ended(ShellChannel ended)
    {
        string said = $"{unasked} {current?.Unread} {ended.Trouble}".Trim();
        return new ShellLostException($"The shell on {host.Name} ended{(said.Length > 0 ? $": {said}" : "")}.") { ExitCode = ended.ExitCode };
    }

    private void Lose(ShellLostException why)
    {
        ShellReply? waiting;
        lock (gate)
        {
            lost ??= why;
            waiting = current;
            current = null;
        }
        waiting?.Fail(why);
    }
}
