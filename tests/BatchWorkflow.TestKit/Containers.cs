using System.Diagnostics;

namespace BatchWorkflow.TestKit;

/// <summary>The engine of containers of this machine, as far as it runs the image that the tests are for.</summary>
public static class Containers
{
    private static readonly TimeSpan LongestPull = TimeSpan.FromMinutes(3);
    private static readonly Lazy<Task<string?>> Trouble = new(() => TroubleAsync("true"));

    /// <summary>The image: Debian 12, unless BATCHWORKFLOW_TEST_IMAGE names another.</summary>
    public static string Image { get; } = Environment.GetEnvironmentVariable("BATCHWORKFLOW_TEST_IMAGE") ?? "debian:12";

    /// <summary>Skips or fails the test when no engine runs the image, or a command in it does not succeed.</summary>
    public static async Task RequireAsync(params string[] command)
    {
        if (await (command.Length == 0 ? Trouble.Value : TroubleAsync(command)) is { } trouble)
            Components.Lacks("containers", trouble);
    }

    /// <summary>Runs the engine's program, which has to succeed; gives what it said.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        (int code, string output, string error) = await RunAsync(await IsThereAsync("podman") ? "podman" : "docker", arguments);
        return code == 0 ? output : throw new InvalidOperationException($"{string.Join(' ', arguments)}: {error}");
    }

    private static async Task<string?> TroubleAsync(params string[] command)
    {
        List<string> said = [];
        foreach (string engine in (string[])["podman", "docker"])
        {
            if (!await IsThereAsync(engine))
                continue;
            (int code, _, string error) = await RunAsync(engine, ["run", "--rm", "--init", Image, .. command]);
            if (code == 0)
                return null;
            said.Add($"{engine} does not run `{string.Join(' ', command)}` in {Image}: {LastLine(error)}");
        }
        return said.Count == 0 ? "neither podman nor docker is on this machine" : string.Join("; ", said);
    }

    /// <summary>The last line of what a program said, which has the reason: a skipped test gives one line a reason.</summary>
    public static string LastLine(string said) => said.TrimEnd().Split('\n')[^1].Trim();

    private static async Task<bool> IsThereAsync(string engine) => (await RunAsync("sh", "-c", $"command -v {engine}")).Code == 0;

    private static async Task<(int Code, string Output, string Error)> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(LongestPull);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            return (-1, "", $"nothing within {LongestPull.TotalMinutes:0} minutes");
        }
        return (process.ExitCode, await output, await error);
    }
}
