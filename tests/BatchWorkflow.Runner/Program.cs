using System.Globalization;
using BatchWorkflow;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Runner;

// The engine without PowerShell, for tests that kill it:
//   run <state> <workflow> [after|before]     submit, and end this process by SIGKILL at a journal boundary
//   once <state> <workflow> <key>             submit under an idempotency key
//   resume <state> <id> [after|before]        go on with a run
//   rollback <state> <id> [after|before]      undo a run
//   churn <state> <workflow> <acts>           submit, control, resume and list runs at random beside other such processes
// A state is a folder, a database file or a database's address.
// after: once one event that moves the run on is written; before: when the next one is about to be.
// The run's id is printed as soon as it is worked on; the last line printed is the run's id and status. Exit code 0 when the run did not fail, 1 when it did, 2 when there was none.

if (args.Length < 3)
{
    await Console.Error.WriteLineAsync("usage: run|once|resume|rollback|churn <state> <workflow or id> [after|before|key|acts]");
    return 2;
}
EngineOptions options = new()
{
    StatePath = args[1],
    Plugins = [typeof(BatchWorkflow.Providers.Local.LocalProviderFactory).Assembly, typeof(BatchWorkflow.Stores.Sqlite.RkvsStoreFactory).Assembly],
    ScriptPath = [Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../module/bin/stand-in"))],
    Origin = new RunOrigin { User = Environment.UserName, Host = Environment.MachineName, Process = Environment.ProcessId },
    JournalBoundary = args.Length > 3 && args[0] is not ("once" or "churn") ? new Boundary(args[3] == "before").Pass : null,
};
await using BatchEngine engine = new(options);
try
{
    if (args[0] == "churn")
    {
        await new Churn(engine, args[2]).RunAsync(int.Parse(args[3], CultureInfo.InvariantCulture));
        return 0;
    }
    ActiveRun run = args[0] switch
    {
        "run" => await SubmitAsync(key: null),
        "once" => await SubmitAsync(args[3]),
        "resume" => await engine.ResumeAsync(args[2], new RunOptions(), CancellationToken.None),
        "rollback" => await engine.RollbackAsync(args[2], new RollbackOptions(), new RunOptions(), CancellationToken.None),
        _ => throw new ArgumentException($"'{args[0]}' is neither run, once, resume nor rollback."),
    };
    Console.WriteLine(run.Id);
    BatchRun end = await run.Completion;
    await run.DisposeAsync();
    Console.WriteLine($"{end.Id} {end.Status}");
    return end.Failed ? 1 : 0;
}
catch (BatchWorkflowException e)
{
    await Console.Error.WriteLineAsync($"{e.ErrorId}: {e.Message}");
    foreach (Problem problem in e.Problems)
        await Console.Error.WriteLineAsync(problem.ToString());
    return 2;
}

async Task<ActiveRun> SubmitAsync(string? key)
{
    PlanResult result = await engine.PlanAsync(new DefinitionInput(args[2]), new PlanOptions(), refresh: false, new Dictionary<string, string>(), CancellationToken.None);
    if (result.Plan is null)
        throw new BatchWorkflowException("Definition.Invalid", $"{args[2]} cannot be planned.") { Problems = result.Problems };
    return await engine.SubmitAsync(result.Plan, new RunOptions { IdempotencyKey = key }, CancellationToken.None);
}
