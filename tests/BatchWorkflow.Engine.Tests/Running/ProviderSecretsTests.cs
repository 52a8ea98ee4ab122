using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>A secret in the settings of a provider: asked for before anything begins, handed on by value, masked wherever it comes out.</summary>
public sealed class ProviderSecretsTests : IDisposable
{
    private const string Value = "t0ken-of-the-provider", Make = """
        name: site
        retry_policy: { max_attempts: 1 }
        operations:
          - { id: make, type: create, target: server, items: [a], on_failure: fail }
        """;

    private readonly string _variable = $"BW_TEST_{Guid.NewGuid():n}";

    public ProviderSecretsTests() => Environment.SetEnvironmentVariable(_variable, Value);

    public void Dispose() => Environment.SetEnvironmentVariable(_variable, null);

    [Fact]
    public async Task Settings_ReferencesHoweverDeep_AreHandedOnAsValues()
    {
        await using ScriptedEngine engine = New();
        Assert.Equal(RunStatus.Succeeded, (await engine.RunAsync(Make)).Status);
        Assert.Equal(Value, engine.World.Settings["token"]);
        Assert.Equal([Value], ((IReadOnlyList<object?>)((IReadOnlyDictionary<string, object?>)engine.World.Settings["more"]!)["keys"]!));
        Assert.Equal("plain", engine.World.Settings["zone"]);
    }

    [Fact]
    public async Task Plan_SecretIsMissing_SaysWhereBeforeTheProviderIsAsked()
    {
        await using ScriptedEngine engine = New();
        Environment.SetEnvironmentVariable(_variable, null);
        string file = engine.Write("site.yaml", Make);
        PlanResult result = await engine.Engine.PlanAsync(new DefinitionInput(file), new PlanOptions(), false, new Dictionary<string, string>(), default);
        Assert.Null(result.Plan);
        Assert.All(result.Problems, p => Assert.Equal("Secret.Missing", p.Code));
        Assert.Contains(result.Problems, p => p.Message.Contains("provider scripted, token", StringComparison.Ordinal) && p.Location.Line == 5);
        Assert.Empty(engine.World.Calls);
    }

    [Fact]
    public async Task Submit_SecretIsMissingByNow_IsRefusedBeforeTheRunBegins()
    {
        await using ScriptedEngine engine = New();
        Plan plan = await engine.PlanAsync(Make);
        Environment.SetEnvironmentVariable(_variable, null);
        int asked = engine.World.Calls.Count;
        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(() => engine.RunAsync(plan));
        Assert.Equal("Secret.Missing", refused.ErrorId);
        Assert.Equal(asked, engine.World.Calls.Count);
    }

    [Fact]
    public async Task Undo_SecretIsMissingByNow_IsRefusedBeforeItBegins()
    {
        await using ScriptedEngine engine = New();
        BatchRun run = await engine.RunAsync(Make);
        Environment.SetEnvironmentVariable(_variable, null);
        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(() => engine.RollBackAsync(run.Id));
        Assert.Equal("Secret.Missing", refused.ErrorId);
        Assert.Contains("provider scripted, token", string.Join('\n', refused.Problems.Select(p => p.Message)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_ThatTellsTheSecret_IsMasked()
    {
        await using ScriptedEngine engine = New();
        engine.World.On("create *", Answer.Fails(FailureKind.Validation, $"the token {Value} is not accepted"));
        BatchRun run = await engine.RunAsync(Make);
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.DoesNotContain(Value, run.StepList[0].Failure!.Message, StringComparison.Ordinal);
        Assert.Contains("is not accepted", run.StepList[0].Failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(engine["state"], "*", SearchOption.AllDirectories), f => File.ReadAllText(f).Contains(Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plan_ProviderCannotTellAndTellsTheSecret_IsMasked()
    {
        await using ScriptedEngine engine = New();
        engine.World.On("find all", Answer.Fails(FailureKind.Auth, $"who is {Value}?"));
        BatchWorkflowException failed = await Assert.ThrowsAsync<BatchWorkflowException>(() => engine.PlanAsync(Make));
        Assert.Equal("Plan.ProviderFailed", failed.ErrorId);
        Assert.DoesNotContain(Value, failed.Message, StringComparison.Ordinal);
    }

    private ScriptedEngine New()
    {
        ScriptedEngine engine = new();
        engine.Write("infrastructure.yaml", $$"""
            name: infra
            servers: [{ name: a, provider: scripted, connection: { kind: scripted } }]
            providers:
              scripted:
                token: env:{{_variable}}
                more: { keys: ["env:{{_variable}}"] }
                zone: plain
            """);
        return engine;
    }
}
