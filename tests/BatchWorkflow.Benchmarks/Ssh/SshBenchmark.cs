using System.Globalization;

namespace BatchWorkflow.Benchmarks.Ssh;

/// <summary>Ten commands on each of fifty loopback hosts: our connections against one remote shell a host, and against other tools.</summary>
internal static class SshBenchmark
{
    private const int MostHosts = 50, MostCommands = 20, MostRounds = 9;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);
    private static readonly (string Word, string Name, TimeSpan Profile)[] Profiles =
        [("plain", "plain profile", TimeSpan.Zero), ("heavy", "profile of 120 ms", TimeSpan.FromMilliseconds(120))];

    /// <summary>Measures and tells, with both profiles unless one is named; exit code 1 when ours took longer than the floor, than a peer, or than it may beside Ansible.</summary>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        int hosts = Number(arguments, 0, 50, MostHosts), commands = Number(arguments, 1, 10, MostCommands), rounds = Number(arguments, 2, 3, MostRounds);
        bool good = true;
        foreach ((string word, string name, TimeSpan profile) in Profiles)
        {
            if (arguments.Any(argument => Profiles.Any(known => known.Word == argument)) && !arguments.Contains(word))
                continue;
            await using LoopbackHosts loopback = await LoopbackHosts.StartAsync(hosts, profile, cancellationToken);
            Console.WriteLine($"{hosts} hosts, {commands} commands each, {name}");
            (TimeSpan ours, TimeSpan floor) = await CompareAsync(loopback, commands, rounds, cancellationToken);
            good &= ours <= floor;
            if (arguments.Contains("peers"))
                good &= await IsFastestAsync(loopback, commands, ours, cancellationToken);
        }
        return good ? 0 : 1;
    }

    private static async Task<(TimeSpan Ours, TimeSpan Floor)> CompareAsync(LoopbackHosts hosts, int commands, int rounds, CancellationToken cancellationToken)
    {
        Tell("ours, first in the process", await OurConnections.RunAsync(hosts, hosts.Addresses, commands, cancellationToken));
        List<TimeSpan> ours = [], floor = [];
        TimeSpan ourCpu = TimeSpan.Zero, floorCpu = TimeSpan.Zero;
        for (int round = 0; round < rounds; round++)
        {
            TimeSpan before = await hosts.CpuAsync(cancellationToken);
            floor.Add(await ShellCommand.RunAsync(Peers.Floor(hosts, commands), Limit, cancellationToken));
            TimeSpan between = await hosts.CpuAsync(cancellationToken);
            ours.Add(await OurConnections.RunAsync(hosts, hosts.Addresses, commands, cancellationToken));
            floorCpu += between - before;
            ourCpu += await hosts.CpuAsync(cancellationToken) - between;
        }
        Tell("one shell a host (floor)", Median(floor), floorCpu / rounds);
        Tell("ours", Median(ours), ourCpu / rounds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  ratio {Median(ours) / Median(floor):0.00}; rounds {string.Join(", ", ours.Zip(floor).Select(pair => (pair.First / pair.Second).ToString("0.00", CultureInfo.InvariantCulture)))}"));
        return (Median(ours), Median(floor));
    }

    private static async Task<bool> IsFastestAsync(LoopbackHosts hosts, int commands, TimeSpan ours, CancellationToken cancellationToken)
    {
        bool good = true;
        foreach ((string name, string program, string command, int faster) in Peers.Others(hosts, commands))
        {
            try
            {
                await ShellCommand.RunAsync($"command -v {program}", Limit, cancellationToken);
                TimeSpan took = await ShellCommand.RunAsync(command, Limit, cancellationToken);
                Tell(name, took);
                good &= ours * faster < took;
            }
            catch (InvalidOperationException missing)
            {
                Console.WriteLine($"  {name}: {missing.Message.ReplaceLineEndings(" ")[..Math.Min(150, missing.Message.Length)]}");
            }
            catch (TimeoutException)
            {
                Console.WriteLine($"  {name}: took longer than {Limit.TotalSeconds} s");
            }
        }
        return good;
    }

    private static void Tell(string name, TimeSpan took, TimeSpan? cpu = null) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"  {name,-28} {took.TotalSeconds,6:0.00} s{(cpu is { } time ? $", {time.TotalSeconds:0.00} s of processors" : "")}"));

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    private static int Number(string[] arguments, int at, int usual, int most)
        => arguments.Length > at && int.TryParse(arguments[at], CultureInfo.InvariantCulture, out int number) ? Math.Clamp(number, 1, most) : usual;
}
