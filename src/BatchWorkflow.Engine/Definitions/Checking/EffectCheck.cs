using BatchWorkflow.Engine.Secrets;

namespace BatchWorkflow.Engine.Definitions.Checking;

/// <summary>Warns of fields that say something other than their default where that can have no effect.</summary>
internal sealed class EffectCheck(Draft draft, ProblemList problems)
{
    private static readonly RetryPolicy Retry = new();
    private static readonly LoggingConfig Logging = new();

    private WorkflowDefinition Workflow => draft.Workflow;

    /// <summary>Runs it.</summary>
    public void Run()
    {
        CheckRetry("retry_policy", Workflow.RetryPolicy);
        CheckLogging(Workflow.Logging);
        RollbackStrategy rollback = Workflow.RollbackStrategy;
        Warn(rollback is { Enabled: false, OnPartialFailure: false }, "rollback_strategy.on_partial_failure", "enabled is false, so no failure begins a rollback");
        CheckTelemetry(Workflow.Monitoring.Telemetry);
        CheckSecrets(Workflow.Secrets);
        for (int i = 0; i < Workflow.Operations.Count; i++)
            new OperationEffects(draft, $"operations[{i}]", Workflow.Operations[i], Warn).Check(CheckRetry);
    }

    private void CheckRetry(string path, RetryPolicy retry)
    {
        if (retry.MaxAttempts > 1)
            return;
        const string why = "max_attempts is 1, so nothing is tried again";
        Warn(retry.Backoff != Retry.Backoff, $"{path}.backoff", why);
        Warn(retry.InitialDelay != Retry.InitialDelay, $"{path}.initial_delay", why);
        Warn(retry.MaxDelay != Retry.MaxDelay, $"{path}.max_delay", why);
        Warn(retry.Jitter != Retry.Jitter, $"{path}.jitter", why);
    }

    private void CheckLogging(LoggingConfig logging)
    {
        Warn(logging.Path != Logging.Path && !logging.Destinations.Contains(LogDestination.File), "logging.path", "file is not among the destinations");
        if (logging.Destinations.Count > 0)
            return;
        const string why = "there is no destination; the run's own log has every line, as JSON";
        Warn(logging.Level != Logging.Level, "logging.level", why);
        Warn(logging.Format != Logging.Format, "logging.format", why);
    }

    private void CheckTelemetry(TelemetryConfig telemetry)
    {
        const string why = "this version sends no telemetry";
        Warn(telemetry.OtlpEndpoint is not null, "monitoring.telemetry.otlp_endpoint", why);
        Warn(telemetry.ServiceName is not null, "monitoring.telemetry.service_name", why);
        Warn(telemetry.Headers.Count > 0, "monitoring.telemetry.headers", why);
    }

    private void CheckSecrets(SecretProvider? secrets)
    {
        if (secrets is null)
            return;
        Warn(secrets.Provider is not ("env" or "") && Values().SelectMany(SecretReference.AllIn).Any(), "secrets.provider", "this version resolves env:NAME only, whoever the provider is");
        foreach (string name in secrets.Settings.Keys)
            Warn(name != secrets.Provider + "_config", $"secrets.{name}", $"the provider is {secrets.Provider}");
    }

    /// <summary>The values that may refer to secrets. Where none does, nothing depends on who resolves them.</summary>
    private IEnumerable<object?> Values()
    {
        InfrastructureDefinition? infrastructure = draft.Infrastructure;
        return
        [
            Workflow.Variables,
            .. draft.Taskservs.Values.Select(t => t.Variables),
            .. infrastructure?.Providers.Values.Select(p => p.Settings) ?? [],
            .. infrastructure?.Servers.SelectMany(s => new object[] { s.Variables, s.Settings, s.Connection.Settings }) ?? [],
        ];
    }

    private void Warn(bool isSo, string path, string why)
    {
        if (isSo)
            problems.Warn("Definition.NoEffect", Workflow.Source.Find(path), $"{path} has no effect here: {why}.");
    }
}
