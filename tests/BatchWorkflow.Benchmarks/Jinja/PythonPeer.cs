using System.Diagnostics;
using System.Globalization;

namespace BatchWorkflow.Benchmarks.Jinja;

/// <summary>Python's Jinja2 in a process of its own, which times itself.</summary>
internal sealed class PythonPeer : IDisposable
{
    private readonly Process _process;

    internal PythonPeer(string python, string cases)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Jinja", "peer.py");
        _process = Process.Start(new ProcessStartInfo(python, [script, cases]) { RedirectStandardInput = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{python} does not start");
        Version = _process.StandardOutput.ReadLine()?.Split(' ')[^1]
            ?? throw new InvalidOperationException($"{python} has no jinja2 (the package is python3-jinja2)");
    }

    /// <summary>The version of Jinja2.</summary>
    internal string Version { get; }

    /// <summary>Compiles or renders all cases some times; returns nanoseconds.</summary>
    internal double Time(string what, int rounds)
    {
        _process.StandardInput.WriteLine($"{what} {rounds}");
        _process.StandardInput.Flush();
        return double.Parse(_process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
