using System.Collections.Concurrent;

namespace BatchWorkflow.TestKit.Contracts;

/// <summary>Keeps a script's lines, and tells when one has come.</summary>
public sealed class CollectedOutput : IScriptOutput
{
    private readonly ConcurrentQueue<(bool IsError, string Text)> lines = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> seen = new();

    /// <summary>The lines of standard output.</summary>
    public IReadOnlyList<string> Output => [.. lines.Where(line => !line.IsError).Select(line => line.Text)];

    /// <summary>The lines of standard error.</summary>
    public IReadOnlyList<string> Errors => [.. lines.Where(line => line.IsError).Select(line => line.Text)];

    /// <inheritdoc />
    public void Line(bool isError, string line)
    {
        lines.Enqueue((isError, line));
        Signal(line).TrySetResult();
    }

    /// <summary>Comes back when this very line has come.</summary>
    public Task SeenAsync(string line) => Signal(line).Task.WaitAsync(TimeSpan.FromSeconds(30));

    private TaskCompletionSource Signal(string line)
        => seen.GetOrAdd(line, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
