using BatchWorkflow.Engine.Monitoring;
using BatchWorkflow.Engine.Secrets;

namespace BatchWorkflow.Engine.Running;

/// <summary>Runs scripts of attempts on their servers, listens to them, and ends them when their attempt ends early.</summary>
internal sealed class ScriptRuns(ScriptInputs inputs, RunLog log, SealOutputs seal, TimeProvider time)
{
    /// <summary>Runs a script to its end. When its own time is over it is ended and has no exit code.</summary>
    public async Task<ScriptRun> RunAsync(ScriptCall call, CancellationToken cancellationToken)
    {
        ScriptRequest request = await inputs.ForAsync(call, log.For(call.Context.Step, call.Context.Number, call.Phase), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        call.Asked(true);
        try
        {
            await call.Connection.StartAsync(request, CancellationToken.None);
        }
        catch (FailureException e) when (e.NothingBegan)
        {
            call.Asked(false);
            throw;
        }
        return await WaitAsync(call, cancellationToken);
    }

    /// <summary>Waits for a script that runs or has ended.</summary>
    public async Task<ScriptRun> WaitAsync(ScriptCall call, CancellationToken cancellationToken)
    {
        ScriptReference reference = inputs.ReferenceOf(call.Context, call.Phase);
        StepLog lines = log.For(call.Context.Step, call.Context.Number, call.Phase, call.Script ?? "health check");
        LoggedLines logged = call.Context.Resumed ? await lines.CountLoggedAsync(cancellationToken) : default;
        ScriptListener listener = new(inputs.Masker, lines, logged);
        long began = time.GetTimestamp();
        using CancellationTokenSource own = new(call.Timeout ?? Timeout.InfiniteTimeSpan, time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(own.Token, cancellationToken);
        ScriptExit exit;
        try
        {
            exit = await call.Connection.WaitAsync(reference, listener, both.Token);
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested)
        {
            await call.Connection.EndAsync(reference, CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            exit = new ScriptExit(null);
        }
        UnitFiles.Forget(reference.Folder);
        ScriptReport report = listener.Report();
        if (call.Phase == ScriptCall.Check && exit.Code == 0 && report.Contradiction is { } line)
            lines.Write(LogLevel.Warn, $"{call.Script} exits 0, which means as wanted, but says {line}. Exit 1 when something is absent or different.");
        ScriptRun run = new(exit, report, call.Script, seal(report), time.GetElapsedTime(began));
        if (run.LeftBehind is { } left)
            lines.Write(LogLevel.Warn, left);
        return run;
    }

    /// <summary>What became of a script that an earlier engine may have started.</summary>
    public Task<ScriptState> ProbeAsync(AttemptContext context, Connection connection, string phase, CancellationToken cancellationToken) =>
        connection.ProbeAsync(inputs.ReferenceOf(context, phase), cancellationToken);

    /// <summary>Ends a script that may have been started before, or bars it from starting.</summary>
    /// <returns>What had become of it.</returns>
    public async Task<ScriptState> EndAsync(AttemptContext context, Connection connection, string phase, CancellationToken cancellationToken)
    {
        ScriptState state = await ProbeAsync(context, connection, phase, cancellationToken);
        if (state == ScriptState.Running)
            await connection.EndAsync(inputs.ReferenceOf(context, phase), cancellationToken);
        return state;
    }

    /// <summary>
    /// Ends what an earlier attempt of a step left running, when its server was out of reach at its end. Each attempt does so before it
    /// starts anything: so only the last that started something can have left anything.
    /// </summary>
    public async Task EndFormerAsync(
        AttemptContext context, Connection connection, IReadOnlyList<string> phases, bool hasHealthCheck, CancellationToken cancellationToken)
    {
        bool isFound = false;
        for (int number = context.Number - 1; number > 0 && !isFound; number--)
        {
            AttemptContext former = context with { Number = number };
            foreach (string phase in phases)
                isFound |= await EndAsync(former, connection, phase, cancellationToken) != ScriptState.NotStarted;
            isFound |= hasHealthCheck && await EndHealthAsync(former, connection, cancellationToken) > 1;
        }
    }

    /// <summary>Ends the tries of a health check that an earlier engine may have started.</summary>
    /// <returns>The number of the first try that had not begun, and never will.</returns>
    public async Task<int> EndHealthAsync(AttemptContext context, Connection connection, CancellationToken cancellationToken)
    {
        int number = 1;
        while (await EndAsync(context, connection, $"health-{number}", cancellationToken) != ScriptState.NotStarted)
            number++;
        return number;
    }
}

/// <summary>The outputs of a report as they are kept: secret ones sealed.</summary>
internal delegate KeptOutputs SealOutputs(ScriptReport report);
