using System.Diagnostics;
using System.Text.Json;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Jinja.Tests.Differential;

/// <summary>Python's Jinja2 3.1.6 in a process of its own.</summary>
internal sealed class PythonJinja : IDisposable
{
    private const string Version = "3.1.6";
    private readonly Process _process;

    private PythonJinja(Process process) => _process = process;

    /// <summary>Starts it; skips the test where this machine lacks it.</summary>
    public static PythonJinja Start()
    {
        string python = Components.Program("jinja2", "python3", "install Python and its package jinja2 " + Version);
        Process process = Process.Start(new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "Differential", "peer.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        PythonJinja peer = new(process);
        string? version = process.StandardOutput.ReadLine();
        if (version != Version)
        {
            peer.Dispose();
            Components.Lacks("jinja2", $"python3 has {(version is null ? "no jinja2" : "jinja2 " + version)}; the programs are compared with {Version}");
        }

        process.BeginErrorReadLine();
        process.StandardInput.WriteLine(JsonSerializer.Serialize(new { context = ProgramContext.Values, loader = ProgramContext.Loader }));
        return peer;
    }

    public Rendering Render(JinjaProgram program)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(program));
        string line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Python ended.");
        return JsonSerializer.Deserialize<Rendering>(line)!;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000))
            _process.Kill();
        _process.Dispose();
    }
}
