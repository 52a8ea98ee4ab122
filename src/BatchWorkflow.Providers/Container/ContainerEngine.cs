using System.ComponentModel;
using System.Diagnostics;

namespace BatchWorkflow.Providers.Container;

/// <summary>The command line of podman or docker, whichever answers.</summary>
internal sealed class ContainerEngine
{
    private const string IdentityLabel = "batchworkflow.identity", TokenLabel = "batchworkflow.token";

    /// <summary>The state of a container that runs.</summary>
    public const string Running = "running";

    private static readonly string[] Known = ["podman", "docker"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20), LongestPull = TimeSpan.FromMinutes(10);

    private readonly string program;

    private ContainerEngine(string program) => this.program = program;

    /// <summary>The first engine that answers. Throws <see cref="FailureException"/> of kind NotFound when none does.</summary>
    /// <param name="wanted">podman or docker, or null for either.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<ContainerEngine> FindAsync(string? wanted, CancellationToken cancellationToken)
    {
        List<string> silent = [];
        foreach (string name in wanted is null ? Known : [wanted])
        {
            ContainerEngine engine = new(name);
            (int code, _, string error) = await engine.RunAsync(["version", "--format", "{{.Server.Version}}"], Patience, cancellationToken);
            if (code == 0)
                return engine;
            silent.Add($"{name}: {error.Trim().Split('\n')[^1]}");
        }
        throw Failed(FailureKind.NotFound, $"No container engine answers ({string.Join("; ", silent)}).");
    }

    /// <summary>Runs a container that does nothing but wait for scripts, unless the same intent has done that before.</summary>
    /// <param name="name">The container's name.</param>
    /// <param name="identity">The server's identity.</param>
    /// <param name="token">The intent's token.</param>
    /// <param name="image">The image.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task StartAsync(string name, string identity, string token, string image, CancellationToken cancellationToken)
    {
        if (await TokenOfAsync(name, cancellationToken) is { } found)
        {
            if (found != token)
                throw Failed(FailureKind.Conflict, $"A container {name} is already there, and another intent made it.");
            await StartAgainAsync(name, cancellationToken);
            return;
        }
        await RequireAsync(
            ["run", "--detach", "--init", "--name", name, "--label", $"{IdentityLabel}={identity}", "--label", $"{TokenLabel}={token}", "--entrypoint", "sh",
                image, "-c", "while :; do sleep 3600; done"],
            LongestPull, cancellationToken);
    }

    /// <summary>Removes the containers of a server with all that runs in them; nothing when there are none.</summary>
    public async Task RemoveAsync(string identity, CancellationToken cancellationToken)
    {
        string output = await RequireAsync(
            ["ps", "--all", "--filter", $"label={IdentityLabel}={identity}", "--format", "{{.Names}}"], Patience, cancellationToken);
        foreach (string name in output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            await RequireAsync(["rm", "--force", "--volumes", name], TimeSpan.FromSeconds(60), cancellationToken);
    }

    /// <summary>The names of the containers of all servers, running or not.</summary>
    public async Task<IReadOnlySet<string>> NamesAsync(CancellationToken cancellationToken)
    {
        string output = await RequireAsync(["ps", "--all", "--filter", $"label={IdentityLabel}", "--format", "{{.Names}}"], Patience, cancellationToken);
        return output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>What a container does, such as <see cref="Running"/>; null when there is none of this name.</summary>
    public async Task<string?> StateOfAsync(string name, CancellationToken cancellationToken)
    {
        string output = await RequireAsync(["ps", "--all", "--filter", $"name=^{name}$", "--format", "{{.Names}} {{.State}}"], Patience, cancellationToken);
        return output.Split('\n').Select(line => line.Trim().Split(' ')).FirstOrDefault(words => words is [var found, _, ..] && found == name)?[1];
    }

    /// <summary>Starts a container that was stopped.</summary>
    public Task StartAgainAsync(string name, CancellationToken cancellationToken) => RequireAsync(["start", name], Patience, cancellationToken);

    /// <summary>Opens a shell in a container.</summary>
    public Process OpenShell(string name, string? user) => Start(["exec", "--interactive", .. user is null ? Array.Empty<string>() : ["--user", user], name, "sh"]);

    /// <summary>The token of the intent that made a container, or null when there is none of this name.</summary>
    private async Task<string?> TokenOfAsync(string name, CancellationToken cancellationToken)
    {
        string output = await RequireAsync(
            ["ps", "--all", "--filter", $"name=^{name}$", "--format", $"{{{{.Names}}}} {{{{.Label \"{TokenLabel}\"}}}}"], Patience, cancellationToken);
        string? line = output.Split('\n').FirstOrDefault(line => line.Split(' ')[0] == name);
        return line?[name.Length..].Trim();
    }

    private async Task<string> RequireAsync(IReadOnlyList<string> arguments, TimeSpan limit, CancellationToken cancellationToken)
    {
        (int code, string output, string error) = await RunAsync(arguments, limit, cancellationToken);
        return code == 0 ? output : throw Failed(FailureKind.Unknown, $"{program} {arguments[0]} failed: {error.Trim()}");
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(IReadOnlyList<string> arguments, TimeSpan limit, CancellationToken cancellationToken)
    {
        Process process;
        try
        {
            process = Start(arguments);
        }
        catch (Win32Exception absent)
        {
            return (127, "", absent.Message);
        }
        using (process)
        {
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None), error = process.StandardError.ReadToEndAsync(CancellationToken.None);
            try
            {
                await process.WaitForExitAsync(cancellationToken).WaitAsync(limit, cancellationToken);
                // What it started may hold its streams open.
                return (process.ExitCode, await output.WaitAsync(Patience, cancellationToken), await error.WaitAsync(Patience, cancellationToken));
            }
            catch (TimeoutException late)
            {
                throw new FailureException(new Failure
                {
                    Kind = FailureKind.Transient,
                    Message = $"{program} {arguments[0]} did not end within {limit.TotalSeconds:0} s.",
                }, late);
            }
            finally
            {
                if (!process.HasExited)
                    process.Kill(entireProcessTree: true);
            }
        }
    }

    private Process Start(IReadOnlyList<string> arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static FailureException Failed(FailureKind kind, string message) => new(new Failure { Kind = kind, Message = message });
}
