using System.Net.Sockets;
using System.Runtime.InteropServices;
using BatchWorkflow.StandIn.Kubernetes;
using BatchWorkflow.StandIn.Serving;

namespace BatchWorkflow.StandIn;

/// <summary>Runs a stand-in until a signal ends it, or asks a service whether it is there. Exit codes: 0, 1 (it is not), 2 (refused).</summary>
internal static class Program
{
    private const string Usage = """
        usage: bw-stand-in <program> --config <file> [options]
               bw-stand-in probe <program> --config <file> [options] [--wait <seconds> [--while <command>]]
               bw-stand-in kubectl get nodes --kubeconfig <file>
        programs:
        """;

    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(2);

    private static async Task<int> Main(string[] arguments)
    {
        using CancellationTokenSource end = new();
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        try
        {
            CommandLine line = CommandLine.Parse(arguments);
            if (line.Program == "kubectl")
                await GetNodesAsync(line, end.Token);
            else if (line.IsProbe)
                await ProbeAsync(line, end.Token);
            else
                await ServeAsync(line, end.Token);
            return 0;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return 0;
        }
        catch (UsageException exception)
        {
            return Refuse(2, $"{exception.Message}\n{Usage} {StandIns.Names}");
        }
        catch (ConfigurationException exception)
        {
            return Refuse(2, exception.Message);
        }
        catch (Exception exception) when (exception is ProbeException or InUseException or IOException or SocketException or UnauthorizedAccessException)
        {
            return Refuse(1, exception.Message);
        }

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            end.Cancel();
        }
    }

    private static int Refuse(int code, string message)
    {
        Console.Error.WriteLine(message);
        return code;
    }

    private static async Task ServeAsync(CommandLine line, CancellationToken cancellationToken)
    {
        StandInService service = StandIns.Open(line);
        IReadOnlyList<Listener> listeners = service.Listen();
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] work = [.. listeners.Select(one => one.ServeAsync(end.Token)), service.WorkAsync(end.Token)];
        if (!work.Any(one => one.IsFaulted))
            Console.WriteLine($"stand-in for {line.Program}: reads {line.Option("config")}, listens on {string.Join(" and ", listeners.Select(one => one.Address))}");
        await Task.WhenAny(work);
        await end.CancelAsync();
        await Task.WhenAll(work);
    }

    private static async Task ProbeAsync(CommandLine line, CancellationToken cancellationToken)
    {
        Probe probe = new(StandIns.Open(line), line.Wait, line.OptionOrNull("while"));
        try
        {
            await probe.RunAsync(cancellationToken);
        }
        catch (ProbeException exception)
        {
            throw new ProbeException($"{line.Program} does not answer as {line.Option("config")} says it should: {exception.Message}");
        }
    }

    private static async Task GetNodesAsync(CommandLine line, CancellationToken cancellationToken)
    {
        if (line.Words is not ["get", "nodes"])
            throw new UsageException("the stand-in for kubectl knows 'get nodes' only");
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(AnswerTime);
        foreach (string row in await Kubectl.GetNodesAsync(Kubeconfig.Read(line.Option("kubeconfig")), patience.Token))
            Console.WriteLine(row);
    }
}
