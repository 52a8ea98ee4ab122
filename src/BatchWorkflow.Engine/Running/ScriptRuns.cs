using BatchWorkflow.Engine.Monitoring;

namespace BatchWorkflow.Engine.Running;

/// <summary>Runs scripts of attempts on their servers, listens to them, and ends them when their attempt ends early.</summary>
internal sealed class ScriptRuns(ScriptInputs inputs, RunLog log, SealOutputs seal, TimeProvider time)
{
    /// <summary>Runs a script to its end. When its own time is over it is ended and has no exit code.</summary>
    public async Task<ScriptRun> RunAsync(ScriptCall call, CancellationToken cancellationToken)
    {
        ScriptRequest request = await inputs.ForAsync(call, log.For(call.Context.Step, call.Context.Number, call.Phase), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        await call.Connection.StartAsync(request, CancellationToken.None);
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
        return new ScriptRun(exit, report, call.Script, seal(report), time.GetElapsedTime(began));
    }

    /// <summary>What became of a script that an earlier engine may have started.</summary>
    public Task<ScriptState> ProbeAsync(AttemptContext context, Connection connection, string phase, CancellationToken cancellationToken) =>
        connection.ProbeAsync(inputs.ReferenceOf(context, phase), cancellationToken);

    /// <summary>Ends a script that an earlier engine may have started, or bars it from starting.</summary>
    public async Task EndAsync(AttemptContext context, Connection connection, string phase, CancellationToken cancellationToken)
    {
        if (await ProbeAsync(context, connection, phase, cancellationToken) == ScriptState.Running)
            await connection.EndAsync(inputs.ReferenceOf(context, phase), cancellationToken);
    }

    /// <summary>Ends the tries of a health check that an earlier engine may have started.</summary>
    /// <returns>The number of the last try that there was, or 0.</returns>
    public async Task<int> EndHealthAsync(AttemptContext context, Connection connection, CancellationToken cancellationToken)
    {
        int last = 0;
        while (Directory.Exists(inputs.ReferenceOf(context, $"health-{last + 1}").Folder))
            await EndAsync(context, connection, $"health-{++last}", cancellationToken);
        return last;
    }
}

/// <summary>The outputs of a report as they are kept: secret ones sealed.</summary>
internal delegate IReadOnlyDictionary<string, string> SealOutputs(ScriptReport report);
