using System.Globalization;
using System.Runtime.Versioning;
using BatchWorkflow.Engine;
using BatchWorkflow.TestKit.Postgres;

namespace BatchWorkflow.EndToEnd.Tests.Torture;

/// <summary>
/// Four processes submit, suspend, stop, resume and list runs of the same servers in one state at once. BATCHWORKFLOW_CHURN sets how many such things
/// each does on each store.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class ManyProcesses(PostgresServer server, ITestOutputHelper output) : AnyStore(server)
{
    private const int Processes = 4;
    private static readonly string Acts = Environment.GetEnvironmentVariable("BATCHWORKFLOW_CHURN") ?? "15";

    [Theory]
    [MemberData(nameof(All))]
    public async Task Requests_OfManyProcessesAtOnce_LoseNothingAndCorruptNothing(string kind)
    {
        TortureState state = await NewStateAsync(kind);
        string workflow = WriteWorkflow();
        RunnerEnd[] ends = await Task.WhenAll(Enumerable.Range(0, Processes).Select(_ => state.Runner.RunAsync("churn", workflow, Acts)));
        Assert.All(ends, end => Assert.True(end.Code == 0, end.Output + end.Errors));
        string[][] told = [.. ends.SelectMany(e => e.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(l => l.Split(' '))];
        output.WriteLine($"{kind}: {string.Join(", ", told.GroupBy(t => t[0] == "refused" ? $"{t[0]} {t[1]}" : t[0]).Select(g => $"{g.Count()} {g.Key}"))}");

        await using BatchEngine engine = state.Open();
        List<BatchRun> runs = await engine.ListAsync(static run => Assert.Fail(run.ToString()), CancellationToken.None).ToListAsync();
        Assert.Equal(told.Where(t => t[0] == "submitted").Select(t => t[1]).Order(), runs.Select(r => r.Id).Order());
        Assert.All(runs, run => Assert.Null(run.Holder));
        foreach (BatchRun run in runs)
            await AssertSoundAsync(engine, run.Id, told.Where(t => t[0] == "asked" && t[1] == run.Id).Select(t => t[2]));
        Assert.Empty(Directory.GetFiles(engine.StatePath, "overlaps", SearchOption.AllDirectories).Select(File.ReadAllText));
    }

    /// <summary>The journal is whole and has each request once; each holder came after the one before had gone.</summary>
    private static async Task AssertSoundAsync(BatchEngine engine, string run, IEnumerable<string> asked)
    {
        BatchAudit audit = await engine.AuditAsync(run, kept: null, CancellationToken.None);
        Assert.Empty(audit.Problems);
        Assert.Empty(audit.Late);
        IReadOnlyList<BatchAuditEntry> trail = await engine.TrailAsync(run, all: true, CancellationToken.None);
        List<string> taken = [.. trail.Where(e => e.Action is "Suspend" or "Stop").Select(e => e.Reason!)];
        Assert.Equal(taken.Distinct(), taken);
        Assert.Subset(taken.ToHashSet(), asked.ToHashSet());
        List<long> holders = [.. trail.Where(e => e.Action == "TookOver").Select(e => long.Parse(e.Detail.Split(' ')[^1], CultureInfo.InvariantCulture))];
        Assert.Equal(holders.Distinct().Order(), holders);
    }

    /// <summary>Two servers and two taskservs without a check, so that each run has scripts to start; two that run at once on a server leave a mark.</summary>
    private string WriteWorkflow()
    {
        File.WriteAllText(Path.Combine(Folder, "infrastructure.yaml"), "servers: [{ name: a }, { name: b }]\nproviders: { local: { ports: 0, port_range_size: 1 } }\n");
        foreach (string name in new[] { "one", "two" })
        {
            string taskserv = Directory.CreateDirectory(Path.Combine(Folder, "taskservs", name)).FullName;
            File.WriteAllText(Path.Combine(taskserv, "taskserv.yaml"), "description: Marks that it is at work.\n");
            File.WriteAllText(Path.Combine(taskserv, "delete.sh"), "true\n");
            File.WriteAllText(Path.Combine(taskserv, "create.sh"), """
                if [ -e "alive-$BW_TASKSERV" ]; then
                    other=$(cat "alive-$BW_TASKSERV")
                    state=$(sed -n 's/^State:[[:space:]]*//p' "/proc/${other%% *}/status" 2>/dev/null) || :
                    case $state in '' | Z* | X*) ;; *) echo "$$ $BW_RUN $BW_STEP beside $other, $state" >> overlaps ;; esac
                fi
                echo "$$ $BW_RUN" > "alive-$BW_TASKSERV"
                sleep 0.05
                rm -f "alive-$BW_TASKSERV"

                """);
        }
        string path = Path.Combine(Folder, "workflow.yaml");
        File.WriteAllText(path, """
            name: churn
            operations:
              - { id: servers, type: create, target: server, items: [a, b], on_failure: fail }
              - { id: first, type: create, target: taskserv, items: [one], depends_on: [servers], on_failure: fail }
              - { id: second, type: create, target: taskserv, items: [two], depends_on: [first], on_failure: fail }
            logging: { destinations: [stdout] }

            """);
        return path;
    }
}
