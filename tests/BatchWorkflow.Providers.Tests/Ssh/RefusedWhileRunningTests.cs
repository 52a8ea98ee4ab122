using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Providers.Ssh;

namespace BatchWorkflow.Providers.Tests.Ssh;

/// <summary>Whole runs whose server lets nobody in while their script goes on.</summary>
public sealed class RefusedWhileRunningTests : SshTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Resume_LoginsWereRefusedForAWhile_TakesTheOutcomeAndRunsNothingTwice(bool endsMeanwhile)
    {
        await WriteAsync();
        await using BatchEngine engine = new(new EngineOptions
        {
            StatePath = Folder["state"],
            Plugins = [typeof(SshConnectionFactory).Assembly],
            Origin = new RunOrigin { User = "test", Host = "test", Process = Environment.ProcessId },
        });
        PlanResult result = await engine.PlanAsync(
            new DefinitionInput(Folder["workflow.yaml"]), new PlanOptions(), refresh: false, new Dictionary<string, string>(), default);
        await using ActiveRun run = await engine.SubmitAsync(result.Plan!, new RunOptions(), default);
        await UntilAsync(() => File.Exists($"{Server.Temporary}/ledger"));
        string keys = $"{Server.Folder}/authorized_keys", right = await File.ReadAllTextAsync(keys);
        await File.WriteAllTextAsync(keys, "");
        await Server.CutAsync();

        BatchRun failed = await run.Completion.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(RunStatus.Failed, failed.Status);
        Failure failure = failed.StepList.Single(step => step.Item == "app").Failure!;
        Assert.Equal(FailureKind.Auth, failure.Kind);
        Assert.Contains("What was started on web may still run", failure.Message, StringComparison.Ordinal);

        if (endsMeanwhile)
        {
            await File.WriteAllTextAsync($"{Server.Temporary}/go", "");
            await UntilAsync(() => File.Exists($"{Server.Temporary}/over"));
        }
        await File.WriteAllTextAsync(keys, right);
        await using ActiveRun resumed = await engine.ResumeAsync(failed.Id, new RunOptions(), default);
        await File.WriteAllTextAsync($"{Server.Temporary}/go", "");
        Assert.Equal(RunStatus.Succeeded, (await resumed.Completion.WaitAsync(TimeSpan.FromSeconds(60))).Status);
        Assert.Equal(["ran"], await File.ReadAllLinesAsync($"{Server.Temporary}/ledger"));
    }

    private static async Task UntilAsync(Func<bool> reached)
    {
        for (int i = 0; i < 3000 && !reached(); i++)
            await Task.Delay(10);
        Assert.True(reached());
    }

    private async Task WriteAsync()
    {
        await File.WriteAllTextAsync(Folder["infrastructure.yaml"], $$"""
            name: fleet
            servers:
              - name: web
                connection: { kind: ssh, host: {{Server.Address}}, port: {{Server.Port}}, key: {{Server.Key}}, known_hosts: {{Server.KnownHosts}}, folder: {{Server.Files}} }
            """);
        await File.WriteAllTextAsync(Folder["workflow.yaml"], """
            name: site
            operations:
              - { id: create-servers, type: create, target: server, items: [web] }
              - { id: app, type: create, target: taskserv, items: [app], depends_on: [create-servers], on_failure: fail }
            retry_policy: { max_attempts: 1 }
            """);
        Directory.CreateDirectory(Folder["taskservs/app"]);
        await File.WriteAllTextAsync(Folder["taskservs/app/taskserv.yaml"], "description: An application.\n");
        await File.WriteAllTextAsync(Folder["taskservs/app/create.sh"],
            "echo ran >>\"$TMPDIR/ledger\"; while [ ! -e \"$TMPDIR/go\" ]; do sleep 0.05; done; echo over >\"$TMPDIR/over\"\n");
    }
}
