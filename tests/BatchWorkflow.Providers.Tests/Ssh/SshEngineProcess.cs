using System.Diagnostics;
using System.Text.Json;

namespace BatchWorkflow.Providers.Tests.Ssh;

/// <summary>Another process that starts a script by SSH, tells when it has, and then waits for it until it is killed.</summary>
internal static class SshEngineProcess
{
    public const string Role = "ssh-engine";

    /// <summary>Has a process start the script and kills it as a power cut does.</summary>
    public static async Task StartAndKillAsync(SshServer server, ScriptRequest request)
    {
        ProcessStartInfo info = new("dotnet",
        [
            typeof(SshEngineProcess).Assembly.Location, Role, server.Folder, JsonSerializer.Serialize(server.Settings),
            request.Reference.Token, request.Reference.Folder, request.Command!,
        ]) { RedirectStandardOutput = true };
        using Process engine = Process.Start(info)!;
        Assert.Equal("started", await engine.StandardOutput.ReadLineAsync());
        engine.Kill();
        await engine.WaitForExitAsync();
    }

    /// <summary>The other side.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        Dictionary<string, object?> settings = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(arguments[2])!
            .ToDictionary(pair => pair.Key, pair => pair.Value.ValueKind == JsonValueKind.Number ? pair.Value.GetInt64() : (object?)pair.Value.GetString());
        await using Connection connection = SshServer.Open(arguments[1], settings);
        ScriptReference script = new(arguments[3], arguments[4]);
        await connection.StartAsync(new ScriptRequest { Reference = script, Command = arguments[5] }, default);
        await Console.Out.WriteLineAsync("started");
        await Console.Out.FlushAsync();
        await connection.WaitAsync(script, new TestKit.Contracts.CollectedOutput(), default);
        return 0;
    }
}
