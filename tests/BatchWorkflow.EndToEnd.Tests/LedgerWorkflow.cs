using System.Text;

namespace BatchWorkflow.EndToEnd.Tests;

/// <summary>
/// Sixty taskserv steps on three servers. Each appends its name to its server's ledger, and its check looks for it there; two attempts of a step
/// that are alive at once leave a mark.
/// </summary>
internal static class LedgerWorkflow
{
    public const int Taskservs = 20;

    public static readonly string[] Servers = ["a", "b", "c"];

    public static IEnumerable<string> Names => Enumerable.Range(0, Taskservs).Select(i => $"t{i:00}");

    /// <summary>Writes the workflow into a folder.</summary>
    /// <returns>Its path.</returns>
    public static string Write(string folder, string seconds = "0.02")
    {
        string[] names = [.. Names];
        StringBuilder workflow = new($"""
            name: ledger
            retry_policy: {"{"} max_attempts: 1 {"}"}
            operations:
              - {"{"} id: servers, type: create, target: server, items: [{string.Join(", ", Servers)}], on_failure: fail {"}"}

            """);
        workflow.Append(Operation("first", names[..8], "servers", ""));
        workflow.Append(Operation("second", names[8..12], "first", ", parallel: false"));
        workflow.Append(Operation("third", names[12..], "second", ""));
        File.WriteAllText(Path.Combine(folder, "infrastructure.yaml"), "providers: { local: { ports: 0, port_range_size: 1 } }\nservers:\n" + string.Concat(Servers.Select(s => $"  - name: {s}\n")));
        foreach (string name in names)
            WriteTaskserv(Directory.CreateDirectory(Path.Combine(folder, "taskservs", name)).FullName, seconds);
        string path = Path.Combine(folder, "workflow.yaml");
        File.WriteAllText(path, workflow.ToString());
        return path;
    }

    /// <summary>Checks that each step took effect once, and that the run says so.</summary>
    /// <param name="run">The run with its steps.</param>
    /// <param name="folder">What its state keeps on this machine.</param>
    public static void AssertAsUndisturbed(BatchRun run, string folder)
    {
        string[] servers = [.. Directory.GetDirectories(Path.Combine(folder, "servers")).SelectMany(Directory.GetDirectories)];
        Assert.Equal(Servers, servers.Select(s => Path.GetFileName(s)!).Order(StringComparer.Ordinal));
        foreach (string root in servers.Select(s => Path.Combine(s, "root")))
        {
            Assert.Equal(Names, File.ReadAllLines(Path.Combine(root, "ledger")).Order(StringComparer.Ordinal));
            Assert.False(File.Exists(Path.Combine(root, "overlaps")), "Two attempts of a step were alive at once.");
        }
        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal(1 + Servers.Length + (Servers.Length * Taskservs), run.Steps);
        Assert.All(run.StepList, step => Assert.True(step.Succeeded && step.Changed, $"{step.Id} is {step.Status}, changed: {step.Changed}"));
        Assert.All(run.StepList, step => Assert.Null(step.Failure));
    }

    private static string Operation(string id, string[] items, string after, string more) =>
        $"  - {{ id: {id}, type: create, target: taskserv, items: [{string.Join(", ", items)}], depends_on: [{after}], on_failure: fail{more} }}\n";

    private static void WriteTaskserv(string folder, string seconds)
    {
        File.WriteAllText(Path.Combine(folder, "taskserv.yaml"), "description: Writes its name into the ledger of its server.\n");
        File.WriteAllText(Path.Combine(folder, "check.sh"), "grep -qx \"$BW_TASKSERV\" ledger 2>/dev/null\n");
        File.WriteAllText(Path.Combine(folder, "create.sh"), $"""
            set -e
            mkdir "alive-$BW_TASKSERV" || echo "$BW_TASKSERV" >> overlaps
            trap 'rmdir "alive-$BW_TASKSERV"' EXIT
            sleep {seconds}
            echo "$BW_TASKSERV" >> ledger

            """);
        File.WriteAllText(Path.Combine(folder, "delete.sh"), """
            grep -vx "$BW_TASKSERV" ledger > "ledger.$BW_TASKSERV" || true
            mv "ledger.$BW_TASKSERV" ledger

            """);
    }
}
