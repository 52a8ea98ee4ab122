using BatchWorkflow.Engine.Monitoring;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Secrets;
using BatchWorkflow.Engine.Views;
using Microsoft.Extensions.Time.Testing;

namespace BatchWorkflow.Engine.Tests.Monitoring;

/// <summary>A folder with a run's log, and what its observer and its warnings got.</summary>
public sealed class RunLogFixture : IRunObserver, IDisposable
{
    internal const string RunId = "20260102-030405-ab12";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bw-log-");

    internal Masker Masker { get; } = new();

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero));

    internal List<string> Lines { get; } = [];

    internal List<string> Warnings { get; } = [];

    internal string Folder => _folder.FullName;

    internal string RunFolder => Path.Combine(Folder, "runs", RunId);

    internal string LogFile => Path.Combine(RunFolder, "log.jsonl");

    internal string Destination => Path.Combine(Folder, "logs", "workflows", $"web-{RunId}.log");

    internal PlanStep Step { get; } = new()
    {
        Id = "install/os@web-1", Operation = "install", Item = "os", Kind = StepKind.Taskserv, Action = StepAction.Create, Server = "web-1", Reason = "",
    };

    internal bool Refuses { get; set; }

    internal ManualResetEventSlim? Screen { get; set; }

    public void Line(BatchLogEntry entry, string text)
    {
        Screen?.Wait();
        if (Refuses)
            throw new InvalidOperationException("the screen is gone");
        Lines.Add(text);
    }

    internal RunLog Open(LoggingConfig? config = null) => RunLog.Open(new RunLogOptions
    {
        RunFolder = RunFolder,
        Config = config ?? new LoggingConfig(),
        WorkflowFolder = Folder,
        RunId = RunId,
        Workflow = "web",
        Trace = new TraceContext(RunId),
        Masker = Masker,
        Observer = this,
        Warn = Warnings.Add,
        Time = Time,
    });

    internal async Task<List<BatchLogEntry>> ReadAsync(LogQuery? query = null)
    {
        List<BatchLogEntry> entries = [];
        await foreach (BatchLogEntry entry in LogReader.ReadAsync(RunFolder, query ?? new LogQuery(), () => true, TimeProvider.System, default))
            entries.Add(entry);
        return entries;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
