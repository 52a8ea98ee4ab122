using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Providers.Ssh;

namespace BatchWorkflow.Providers.Tests.Ssh;

/// <summary>Whole runs on a server that is reached by SSH.</summary>
public sealed class SshRunTests : SshTest
{
    private const string Secret = "BW_TEST_SSH_PASSPHRASE", Passphrase = "a pass phrase of a run";

    [Fact]
    public async Task Plan_RefreshedAfterTheServerChanged_AsksAgainAndLeavesNothing()
    {
        await WriteAsync();
        Environment.SetEnvironmentVariable(Secret, Passphrase);
        await using BatchEngine engine = Open();
        await SubmitAsync(engine);
        string attempts = $"{Server.Files}/attempts";
        int before = Directory.GetFiles(attempts).Length;
        Assert.Equal(StepAction.Nothing, await RefreshAsync(engine));

        File.Delete($"{Server.Temporary}/greeting");

        Assert.NotEqual(StepAction.Nothing, await RefreshAsync(engine));
        Assert.Equal(before, Directory.GetFiles(attempts).Length);
    }

    [Fact]
    public async Task Run_TaskservOnAnSshServer_InstallsOnceAndIsUndone()
    {
        await WriteAsync();
        Environment.SetEnvironmentVariable(Secret, Passphrase);
        await using BatchEngine engine = Open();
        BatchRun first = await SubmitAsync(engine);
        Assert.Equal(RunStatus.Succeeded, first.Status);
        Assert.Equal($"hello from web with {Environment.ProcessorCount} cores", (await File.ReadAllTextAsync($"{Server.Temporary}/greeting")).Trim());

        BatchRun second = await SubmitAsync(engine);
        Assert.Equal(RunStatus.Succeeded, second.Status);
        Assert.Equal(["create"], await File.ReadAllLinesAsync($"{Server.Temporary}/ledger"));

        ActiveRun undo = await engine.RollbackAsync(first.Id, new RollbackOptions(), new RunOptions(), default);
        BatchRun undone = await undo.Completion;
        Assert.True(undone.Status == RunStatus.RolledBack, await File.ReadAllTextAsync(Folder[$"state/runs/{first.Id}/log.jsonl"]));
        await undo.DisposeAsync();
        Assert.False(File.Exists($"{Server.Temporary}/greeting"));
        Assert.DoesNotContain(Directory.EnumerateFiles(Folder["state"], "*", SearchOption.AllDirectories),
            file => File.ReadAllText(file).Contains(Passphrase, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_TakesOverAMachineWithSomethingElseOnIt_DoesAsPlannedAndItsUndoLeavesWhatWasThere()
    {
        await WriteAsync();
        await WriteAsync("motd", "printf '::drift property=motd wanted=ours found=%s\n' \"$(cat \"$TMPDIR/motd\")\"", "ours");
        await WriteAsync("issue", "", "new");
        await File.WriteAllTextAsync(Folder["workflow.yaml"], """
            name: greeting
            operations:
              - { id: servers, type: create, target: server, items: [web] }
              - { id: files, type: create, target: taskserv, items: [motd, issue], depends_on: [servers] }
            """);
        Environment.SetEnvironmentVariable(Secret, Passphrase);
        await File.WriteAllTextAsync($"{Server.Temporary}/motd", "theirs");
        await using BatchEngine engine = Open();

        Plan estimated = await PlanAsync(engine, refresh: false);
        Assert.All(estimated.Steps.Where(step => step.Taskserv is not null), step => Assert.False(step.Exact, step.Reason));
        Plan plan = await PlanAsync(engine, refresh: true);
        Assert.Equal(["Create exact", "Update exact"], plan.Steps.Where(s => s.Taskserv is not null).OrderBy(s => s.Taskserv).Select(s => $"{s.Action} {(s.Exact ? "exact" : s.Reason)}"));
        Assert.Equal("theirs", await File.ReadAllTextAsync($"{Server.Temporary}/motd"));

        BatchRun run = await SubmitAsync(engine, plan);
        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal("ours", (await File.ReadAllTextAsync($"{Server.Temporary}/motd")).Trim());

        ActiveRun undo = await engine.RollbackAsync(run.Id, new RollbackOptions(), new RunOptions(), default);
        BatchRun undone = await undo.Completion;
        await undo.DisposeAsync();
        Assert.True(File.Exists($"{Server.Temporary}/motd"), "what the run found is deleted");
        Assert.False(File.Exists($"{Server.Temporary}/issue"), "what the run made is left");
        Assert.Contains("files/motd@web: what it was before this run is not known", undone.NotUndone.Select(n => $"{n.Step}: {n.Reason}"));
    }

    [Fact]
    public async Task Plan_OfAMachineThatDoesNotAnswerYet_SaysThatItIsNotKnown()
    {
        await WriteAsync();
        Environment.SetEnvironmentVariable(Secret, Passphrase);
        await Server.StopAsync();
        await using BatchEngine engine = Open();
        PlanStep step = (await PlanAsync(engine, refresh: true)).Steps.Single(s => s.Taskserv is not null);
        Assert.False(step.Exact);
        Assert.StartsWith("its machine is not taken over yet and cannot be asked now (", step.Reason);
        await Server.ListenAsync();
    }

    private BatchEngine Open() => new(new EngineOptions
    {
        StatePath = Folder["state"],
        Plugins = [typeof(SshConnectionFactory).Assembly],
        Origin = new RunOrigin { User = "test", Host = "test", Process = Environment.ProcessId },
    });

    /// <summary>What a refreshed plan would do to the taskserv.</summary>
    private async Task<StepAction> RefreshAsync(BatchEngine engine) =>
        (await PlanAsync(engine, refresh: true)).Steps.Single(step => step.Taskserv == "greeting").Action;

    private async Task<Plan> PlanAsync(BatchEngine engine, bool refresh)
    {
        PlanResult result = await engine.PlanAsync(
            new DefinitionInput(Folder["workflow.yaml"]), new PlanOptions(), refresh, new Dictionary<string, string>(), default);
        Assert.True(result.Plan is not null, string.Join("\n", result.Problems));
        return result.Plan;
    }

    private async Task<BatchRun> SubmitAsync(BatchEngine engine) => await SubmitAsync(engine, await PlanAsync(engine, refresh: false));

    private static async Task<BatchRun> SubmitAsync(BatchEngine engine, Plan plan)
    {
        ActiveRun run = await engine.SubmitAsync(plan, new RunOptions(), default);
        BatchRun end = await run.Completion;
        await run.DisposeAsync();
        return end;
    }

    /// <summary>A taskserv that writes a file of its name; its check tells absent apart from different.</summary>
    private async Task WriteAsync(string name, string drift, string content)
    {
        Directory.CreateDirectory(Folder[$"taskservs/{name}"]);
        await File.WriteAllTextAsync(Folder[$"taskservs/{name}/taskserv.yaml"], "version: '1'\n");
        await File.WriteAllTextAsync(Folder[$"taskservs/{name}/check.sh"], $$"""
            [ -e "$TMPDIR/{{name}}" ] || { echo ::absent; exit 1; }
            [ "$(cat "$TMPDIR/{{name}}")" = {{content}} ] && exit 0
            {{drift}}
            exit 1
            """);
        await File.WriteAllTextAsync(Folder[$"taskservs/{name}/create.sh"], $"echo {content} >\"$TMPDIR/{name}\"\n");
        await File.WriteAllTextAsync(Folder[$"taskservs/{name}/delete.sh"], $"rm -f \"$TMPDIR/{name}\"\n");
    }

    private async Task WriteAsync()
    {
        string key = Folder["locked"];
        await SshServer.RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", Passphrase, "-a", "2", "-f", key);
        await File.AppendAllTextAsync($"{Server.Folder}/authorized_keys", await File.ReadAllTextAsync($"{key}.pub"));
        await File.WriteAllTextAsync(Folder["infrastructure.yaml"], $$"""
            name: fleet
            servers:
              - name: web
                connection:
                  kind: ssh
                  host: {{Server.Address}}
                  port: {{Server.Port}}
                  key: {{key}}
                  passphrase: env:{{Secret}}
                  known_hosts: {{Server.KnownHosts}}
                  folder: {{Server.Files}}
            """);
        await File.WriteAllTextAsync(Folder["workflow.yaml"], """
            name: greeting
            operations:
              - { id: servers, type: create, target: server, items: [web] }
              - { id: greet, type: create, target: taskserv, items: [greeting], depends_on: [servers], when: server.facts.kernel.startswith('Linux') }
            """);
        Directory.CreateDirectory(Folder["taskservs/greeting"]);
        await File.WriteAllTextAsync(Folder["taskservs/greeting/taskserv.yaml"], "variables: { cores: '{{ server.facts.cpu }}' }\nhealth_check: { command: 'test -s \"$TMPDIR/greeting\"' }\n");
        await File.WriteAllTextAsync(Folder["taskservs/greeting/check.sh"], "test -e \"$TMPDIR/greeting\"\n");
        await File.WriteAllTextAsync(Folder["taskservs/greeting/create.sh"], "echo create >>\"$TMPDIR/ledger\"; echo \"hello from $BW_SERVER with $BW_VAR_CORES cores\" >\"$TMPDIR/greeting\"\n");
        await File.WriteAllTextAsync(Folder["taskservs/greeting/delete.sh"], "rm -f \"$TMPDIR/greeting\"\n");
    }
}
