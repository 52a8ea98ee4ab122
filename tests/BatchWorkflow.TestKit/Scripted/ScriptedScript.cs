namespace BatchWorkflow.TestKit.Scripted;

/// <summary>A script that runs in a scripted world.</summary>
internal sealed class ScriptedScript(ScriptedWorld world, string name, ScriptRequest? request)
{
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Answer> began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int?> over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name { get; } = name;

    public ScriptState State => request is null ? ScriptState.NotStarted
        : !over.Task.IsCompleted ? ScriptState.Running
        : over.Task.Result is null ? ScriptState.Gone : ScriptState.Exited;

    /// <summary>A token under which nothing will ever run.</summary>
    public static ScriptedScript Barred(ScriptedWorld world) => new(world, "", null);

    public async Task RunAsync()
    {
        ScriptedCall call = new()
        {
            Name = $"run {Name}",
            Token = request!.Reference.Token,
            Script = request,
            At = world.Time.GetUtcNow(),
        };
        Answer answer = world.Answers.Next(call.Name);
        world.Ledger.Begin(call);
        began.SetResult(answer);
        Task whole = world.Ledger.HoldAsync(answer, CancellationToken.None);
        bool finished = await Task.WhenAny(whole, stopped.Task) == whole;
        world.Ledger.End(call);
        over.SetResult(finished ? answer.Exit : null);
    }

    public async Task<ScriptExit> WaitAsync(IScriptOutput output)
    {
        if (request is null)
            return new ScriptExit(null);
        Answer answer = await began.Task;
        foreach (string line in answer.Output)
            output.Line(isError: false, line);
        foreach (string line in answer.Errors)
            output.Line(isError: true, line);
        return new ScriptExit(await over.Task);
    }

    public async Task EndAsync()
    {
        if (request is null)
            return;
        stopped.TrySetResult();
        await over.Task;
    }
}
