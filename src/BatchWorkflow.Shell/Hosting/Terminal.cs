using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Text;

namespace BatchWorkflow.Shell.Hosting;

/// <summary>The process's own streams: everything that a person sees goes through here, so that progress and lines never mix.</summary>
internal sealed class Terminal : IDisposable
{
    private const int WidthWhenRedirected = 120;
    private readonly Lock _gate = new();
    private readonly ProgressPane _progress = new(TimeProvider.System);
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly bool _nonInteractive;

    public Terminal(bool nonInteractive)
    {
        _nonInteractive = nonInteractive;
        _output = Open(Console.OpenStandardOutput());
        _error = Open(Console.OpenStandardError());
    }

    /// <summary>True when colours and cursor moves may be written.</summary>
    public bool IsOutputTerminal { get; } = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>True when somebody can be asked.</summary>
    public bool CanAsk => !_nonInteractive && !Console.IsInputRedirected;

    /// <summary>The width that tables may have.</summary>
    public int Width => IsOutputTerminal && Console.WindowWidth > 0 ? Console.WindowWidth : WidthWhenRedirected;

    /// <summary>The height of the window; redirected output has no end.</summary>
    public int Height => IsOutputTerminal && Console.WindowHeight > 0 ? Console.WindowHeight : int.MaxValue;

    /// <summary>Writes text for standard output.</summary>
    public void Write(string text)
    {
        lock (_gate)
        {
            _output.Write(_progress.Clear());
            _output.Write(IsOutputTerminal ? text : Plain(text));
            if (text.EndsWith('\n') && _progress.Draw(Width, Height, atOnce: true) is { } pane)
                _output.Write(pane);
        }
    }

    /// <summary>Writes a line for standard error.</summary>
    public void WriteErrorLine(string text)
    {
        lock (_gate)
        {
            _output.Write(_progress.Clear());
            _error.WriteLine(Console.IsErrorRedirected ? Plain(text) : text);
        }
    }

    /// <summary>Shows progress on a terminal; elsewhere it is left out.</summary>
    public void ShowProgress(long source, ProgressRecord record)
    {
        if (!IsOutputTerminal)
            return;
        lock (_gate)
        {
            _progress.Take(source, record);
            if (_progress.Draw(Width, Height, atOnce: record.RecordType == ProgressRecordType.Completed) is { } pane)
                _output.Write(pane);
        }
    }

    /// <summary>Takes away what progress is left, as at the end of a command.</summary>
    public void EndProgress()
    {
        lock (_gate)
        {
            _output.Write(_progress.Clear());
            _progress.Forget();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        EndProgress();
        _output.Dispose();
        _error.Dispose();
    }

    /// <summary>Text without escape sequences and other control characters.</summary>
    internal static string Plain(string text)
    {
        string plain = text.Contains('\u001b', StringComparison.Ordinal) ? new StringDecorated(text).ToString(OutputRendering.PlainText) : text;
        if (!plain.Any(IsForbidden))
            return plain;
        StringBuilder kept = new(plain.Length);
        foreach (char c in plain)
        {
            if (!IsForbidden(c))
                kept.Append(c);
        }
        return kept.ToString();
    }

    private static bool IsForbidden(char c) => char.IsControl(c) && c is not ('\n' or '\r' or '\t');

    private static StreamWriter Open(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
}
