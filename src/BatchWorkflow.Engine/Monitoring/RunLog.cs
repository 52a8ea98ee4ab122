using BatchWorkflow.Engine.Secrets;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace BatchWorkflow.Engine.Monitoring;

/// <summary>
/// A run's log: every line goes, masked, to the run's own log.jsonl, and those of the wanted level to the destinations that the
/// workflow names. Writing waits for no disk. Disposing it writes what is queued.
/// </summary>
internal sealed class RunLog : IAsyncDisposable
{
    private readonly RunLogOptions _options;
    private readonly Masker _masker;
    private readonly Logger _logger;
    private readonly LogTrouble _trouble;
    private readonly List<QueuedSink> _sinks = [];

    private RunLog(RunLogOptions options)
    {
        _options = options;
        _masker = options.Masker;
        _trouble = new LogTrouble(Missing, Tell);
        LoggerConfiguration configuration = new LoggerConfiguration().MinimumLevel.Verbose();
        if (options.IsKept)
            AddAll(configuration);
        _logger = configuration.CreateLogger();
    }

    /// <summary>The run's trace.</summary>
    public TraceContext Trace => _options.Trace;

    /// <summary>Opens the log of a run; a resumed run goes on in the same files.</summary>
    public static RunLog Open(RunLogOptions options) => new(options);

    /// <summary>The log of one attempt, or of one script of it.</summary>
    /// <param name="step">The step.</param>
    /// <param name="attempt">The attempt's number.</param>
    /// <param name="phase">Which script: check, act, health-1; null is the engine itself.</param>
    /// <param name="script">What that script is called.</param>
    public StepLog For(PlanStep step, int attempt, string? phase = null, string? script = null) =>
        new(this, LogPlace.Of(step, attempt) with { Phase = phase, Script = script });

    /// <summary>How many lines of a script an earlier engine logged, so that one that is heard again is not logged again.</summary>
    public Task<LoggedLines> CountLoggedAsync(LogPlace place, CancellationToken cancellationToken) =>
        LoggedLines.CountAsync(_options.RunFolder, place.Span(Trace), cancellationToken);

    /// <summary>Writes a line about the run or a part of it.</summary>
    public void Write(LogLevel level, string message, LogPlace? place = null) => Write(level, message, place ?? LogPlace.Run, stream: null);

    /// <summary>Writes a line; stream is stdout or stderr when it is a script's own.</summary>
    public void Write(LogLevel level, string message, LogPlace place, string? stream)
    {
        if (_sinks.Count > 0)
            _logger.Write(LogEvents.From(Entry(level, message, place, stream)));
    }

    /// <summary>Writes what is queued and closes all files, the run's own last: it takes the others' troubles.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (QueuedSink sink in _sinks.AsEnumerable().Reverse())
            await sink.DisposeAsync();
        await _logger.DisposeAsync();
    }

    private void AddAll(LoggerConfiguration configuration)
    {
        Add(configuration, File(LogFiles.OfRun(_options.RunFolder), isPrivate: true, LogFormat.Json), LogEventLevel.Verbose);
        foreach (LogDestination destination in _options.Config.Destinations.Distinct())
            if (Destination(destination) is { } sink)
                Add(configuration, sink, LogEvents.Level(_options.Config.Level));
    }

    private BatchLogEntry Entry(LogLevel level, string message, LogPlace place, string? stream) => new()
    {
        Time = _options.Time.GetUtcNow(),
        Level = level,
        RunId = _options.RunId,
        Operation = place.Operation,
        Step = place.Step,
        Attempt = place.Attempt,
        Server = place.Server,
        Script = stream is null ? null : place.Script,
        Stream = stream,
        TraceId = Trace.TraceId.ToString(),
        SpanId = place.Span(Trace).ToString(),
        Message = Clean(message),
    };

    // Masked before the control characters go, which may be a secret's own, and after, when it was they that broke a secret up.
    private string Clean(string message) => _masker.Mask(PlainText.Lines(_masker.Mask(message)));

    private QueuedSink? Destination(LogDestination destination)
    {
        LoggingConfig config = _options.Config;
        if (destination == LogDestination.File)
        {
            string path = LogFiles.Destination(config, _options.WorkflowFolder, _options.Workflow, _options.RunId);
            return File(path, isPrivate: false, config.Format);
        }


        if (_options.Observer is not { } observer)
            return null;
        bool isJson = config is { FormatIsExplicit: true, Format: LogFormat.Json };
        TextLineFormatter text = new(_options.Time.LocalTimeZone);
        return new ObserverSink(observer, isJson ? JsonLineFormatter.Text : text.Text, _trouble);
    }

    private FileSink File(string path, bool isPrivate, LogFormat format) => new(
        path, isPrivate, format == LogFormat.Json ? new JsonLineFormatter() : new TextLineFormatter(clock: null), _trouble, _options.Time);

    private void Add(LoggerConfiguration configuration, QueuedSink sink, LogEventLevel level)
    {
        _sinks.Add(sink);
        configuration.WriteTo.Sink(sink, level);
    }

    private LogEvent Missing(string message) => LogEvents.From(Entry(LogLevel.Warn, message, LogPlace.Run, stream: null));

    private void Tell(string message)
    {
        Write(LogLevel.Warn, message);
        _options.Warn?.Invoke(message);
    }
}
