using System.Diagnostics;
using System.Globalization;

namespace BatchWorkflow.Providers.Tests.Local;

/// <summary>Another process that works on the same state: it obeys one line of standard input after the other.</summary>
internal sealed class EngineProcess : IDisposable
{
    public const string Role = "engine";

    private readonly Process process;

    private EngineProcess(Process process) => this.process = process;

    public static EngineProcess Start(string state) => new(Process.Start(
        new ProcessStartInfo("dotnet", [typeof(EngineProcess).Assembly.Location, Role, state])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);

    /// <summary>Has it start a command; comes back when it has.</summary>
    public Task StartScriptAsync(ScriptReference script, string command) => AskAsync($"start|{script.Token}|{script.Folder}|{command}");

    /// <summary>Has it probe a script after a while; comes back with what it found.</summary>
    public async Task<ScriptState> ProbeAsync(ScriptReference script, int microseconds)
        => Enum.Parse<ScriptState>(await AskAsync(
            string.Create(CultureInfo.InvariantCulture, $"probe|{script.Token}|{script.Folder}|{microseconds}")));

    /// <summary>Ends it as a power cut does.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    /// <summary>The other side.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        await using Sandbox sandbox = await Sandbox.FindAsync(arguments[1]);
        await using Connection connection = sandbox.Open();
        while (await Console.In.ReadLineAsync() is { } line)
        {
            string[] words = line.Split('|', 4);
            ScriptReference script = new(words[1], words[2]);
            if (words[0] == "start")
            {
                await connection.StartAsync(new ScriptRequest { Reference = script, Command = words[3] }, default);
                await Console.Out.WriteLineAsync("started");
            }
            else
            {
                Spin(int.Parse(words[3], CultureInfo.InvariantCulture));
                await Console.Out.WriteLineAsync($"{await connection.ProbeAsync(script, default)}");
            }
            await Console.Out.FlushAsync();
        }
        return 0;
    }

    private static void Spin(int microseconds)
    {
        long until = Stopwatch.GetTimestamp() + (microseconds * Stopwatch.Frequency / 1_000_000);
        while (Stopwatch.GetTimestamp() < until)
            Thread.SpinWait(20);
    }

    private async Task<string> AskAsync(string question)
    {
        await process.StandardInput.WriteLineAsync(question);
        await process.StandardInput.FlushAsync();
        return await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The other engine is dead.");
    }
}
