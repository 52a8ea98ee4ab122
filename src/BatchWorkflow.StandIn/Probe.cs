using System.Diagnostics;
using System.Net.Sockets;
using BatchWorkflow.StandIn.Serving;

namespace BatchWorkflow.StandIn;

/// <summary>Asks a service, ours or the real one, whether it is there: once, or again and again for a while.</summary>
internal sealed class Probe(StandInService service, TimeSpan wait, string? whileCommand)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(400);

    /// <summary>Returns when it answers; throws <see cref="ProbeException"/> when it does not in time, or no longer can.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        long looked = start;
        while (await SilenceAsync(cancellationToken) is { } silence)
        {
            if (Stopwatch.GetElapsedTime(start) >= wait)
                throw new ProbeException(silence);
            if (whileCommand is not null && Stopwatch.GetElapsedTime(looked) >= LookEvery)
            {
                if (!await HoldsAsync(whileCommand, cancellationToken))
                    throw new ProbeException($"{silence}; '{whileCommand}' says that it has ended");
                looked = Stopwatch.GetTimestamp();
            }
            await Task.Delay(Pause, cancellationToken);
        }
    }

    private static async Task<bool> HoldsAsync(string command, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new("sh", ["-c", command]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0;
    }

    private async Task<string?> SilenceAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(AnswerTime);
        try
        {
            await service.ProbeAsync(patience.Token);
            return null;
        }
        catch (Exception exception) when (exception is ProbeException or SocketException or IOException)
        {
            return exception.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "no answer in two seconds";
        }
    }
}
