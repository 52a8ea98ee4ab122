using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Secrets;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Views;
using BatchWorkflow.TestKit.Storing;
using Microsoft.Extensions.Time.Testing;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>A run's course over a journal in memory, scripted attempts and a clock that the test moves.</summary>
internal sealed class LoopHarness : IAsyncDisposable
{
    private const string RunId = "20260101-000000-test";

    private readonly Plan _plan;
    private readonly MemoryStore _store;
    private readonly FakeTimeProvider _time;
    private readonly long _token;
    private readonly CancellationTokenSource _letGo = new();
    private RunRecorder? _recorder;
    private RunParts? _parts;
    private Task _course = Task.CompletedTask;
    private bool _isDead;

    public LoopHarness(Plan plan)
        : this(plan, new MemoryStore(), new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)), 1)
    {
    }

    private LoopHarness(Plan plan, MemoryStore store, FakeTimeProvider time, long token) =>
        (_plan, _store, _time, _token) = (plan, store, time, token);

    public ScriptedAttempts Attempts { get; } = new();

    public RunState State => _recorder!.State;

    public RunStatus RunStatus => _recorder!.Look(s => s.Facts.Status);

    public StepStatus Status(string step) => _recorder!.Look(s => s[step].Status);

    /// <summary>The same run in a new engine that knows only the journal; the old engine is dead to it.</summary>
    public LoopHarness Resume()
    {
        _isDead = true;
        return new LoopHarness(_plan, _store, _time, _token + 1);
    }

    public void Start() => _course = StartAsync();

    /// <summary>Puts a request into the run's inbox, as another process does.</summary>
    public Task AskAsync(ControlKind kind, string? target = null, params (string Name, string Text)[] answers) => new Inbox(_store, RunId).PostAsync(
        new ControlRequest
        {
            RequestId = Guid.NewGuid().ToString("n"),
            Kind = kind,
            Origin = new RunOrigin { User = "ada", Host = "desk" },
            Time = _time.GetUtcNow(),
            Reason = "a test",
            Operation = target,
            Answers = answers.ToDictionary(a => a.Name, a => a.Text),
        }, CancellationToken.None);

    /// <summary>What became of the requests so far.</summary>
    public async Task<IReadOnlyList<ControlTaken>> TakenAsync() =>
        [.. (await JournalReader.ReadAsync(_store, RunId, 0, CancellationToken.None)).Entries.Select(e => e.Event).OfType<ControlTaken>()];

    public void Stop() => _parts!.Messages.Writer.TryWrite(new LoopMessage.StopAsked("test"));

    public async Task LetGoAsync()
    {
        await _letGo.CancelAsync();
        await PassUntilAsync(() => _course.IsCompleted);
        await _course;
    }

    /// <summary>Moves the clock until something is so.</summary>
    public async Task UntilAsync(Func<bool> reached)
    {
        await PassUntilAsync(() => _course.IsFaulted || (_recorder is not null && reached()));
        if (_course.IsFaulted)
            await _course;
    }

    /// <summary>Moves the clock by that much at once.</summary>
    public void Advance(TimeSpan span) => _time.Advance(span);

    /// <summary>Moves the clock by that much, in small steps.</summary>
    public async Task PassAsync(TimeSpan span)
    {
        DateTimeOffset until = _time.GetUtcNow() + span;
        await PassUntilAsync(() => _time.GetUtcNow() >= until);
    }

    public async Task<BatchRun> EndAsync()
    {
        await PassUntilAsync(() => _course.IsCompleted);
        await _course;
        return RunView.Detailed(State, RunHold.LetGo, _time.GetUtcNow());
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await LetGoAsync();
        }
        catch (LeaseLostException) when (_isDead)
        {
            // What a former holder must hear.
        }
        _letGo.Dispose();
    }

    private async Task PassUntilAsync(Func<bool> reached)
    {
        DateTime giveUp = DateTime.UtcNow + TimeSpan.FromSeconds(30);
        while (!reached())
        {
            if (DateTime.UtcNow > giveUp)
                throw new TimeoutException("The run did not get there within 30 s of real time.");
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Delay(1);
        }
    }

    private async Task StartAsync()
    {
        RunState state = new(_plan);
        foreach (JournalEntry entry in (await JournalReader.ReadAsync(_store, RunId, 0, CancellationToken.None)).Entries)
            state.Apply(entry);
        JournalWriter journal = await JournalWriter.OpenAsync(_store, RunId, _token, _time, CancellationToken.None);
        RunRecorder recorder = new(state, journal);
        RunTemplates templates = new(_plan.Source, _plan.Options, _plan.Steps, new SealedValues("none"));
        RunConditions conditions = new(templates, _time);
        _parts = new RunParts(_plan.Source)
        {
            Attempts = Attempts,
            Holds = new NoHolds(),
            Controls = new Controls(new Inbox(_store, RunId), _time),
            LimitsOf = _ => null,
            Time = _time,
            Random = () => 0.5,
            Ask = new GateMessages(templates).Of,
            Judge = (step, current) => conditions.Judge(step, _plan.Source.Workflow.Operations.FirstOrDefault(o => o.Id == step.Operation), current),
        };
        if (state.Facts.Sequence == 0)
            await recorder.RecordAsync(Submitted(), CancellationToken.None);
        await recorder.RecordAsync(new StatusChanged(RunStatus.Running), CancellationToken.None);
        _recorder = recorder;
        await new RunCourse(recorder, _parts).RunAsync(_letGo.Token);
        await journal.DisposeAsync();
    }

    private RunSubmitted Submitted() => new()
    {
        RunId = RunId,
        Workflow = _plan.Workflow,
        Infrastructure = _plan.Infrastructure,
        PlanHash = "",
        Origin = new RunOrigin(),
    };

    private sealed class NoHolds : IServerHolds
    {
        public ValueTask NeedAsync(IEnumerable<PlanStep> steps) => ValueTask.CompletedTask;

        public ValueTask<string?> TryHoldAsync(PlanStep step) => ValueTask.FromResult<string?>(null);

        public ValueTask DoneAsync(PlanStep step) => ValueTask.CompletedTask;
    }
}
