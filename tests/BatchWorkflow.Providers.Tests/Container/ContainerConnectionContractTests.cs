using System.Diagnostics;
using BatchWorkflow.Providers.Container;
using BatchWorkflow.Providers.Local;
using BatchWorkflow.TestKit;
using BatchWorkflow.TestKit.Contracts;

namespace BatchWorkflow.Providers.Tests.Container;

/// <summary>In a real container, where an engine answers and has or gets the image.</summary>
public sealed class ContainerConnectionContractTests : ConnectionContract, IAsyncLifetime
{
    private static readonly ConnectionDefinition Definition = new()
    {
        Kind = "container",
        Settings = new Dictionary<string, object?> { ["image"] = Environment.GetEnvironmentVariable("BATCHWORKFLOW_TEST_IMAGE") ?? "debian:12" },
    };

    private LocalProvider? provider;
    private ResourceState? server;

    protected override string ServerName => "web";

    public async ValueTask InitializeAsync()
    {
        if (!await AnswersAsync("podman") && !await AnswersAsync("docker"))
            Components.Lacks("containers", "neither podman nor docker answers on this machine");
        provider = new LocalProvider(new ProviderContext { Infrastructure = "test", StatePath = Folder["state"] }, Folder["ports"]);
        server = await provider.ChangeAsync(new ResourceChange { Action = StepAction.Create, Wanted = Wanted, Token = $"{Guid.NewGuid():n}" }, default);
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await provider!.ChangeAsync(new ResourceChange { Action = StepAction.Delete, Wanted = Wanted, Current = server, Token = "end" }, default);
        if (provider is not null)
            await provider.DisposeAsync();
        Dispose();
    }

    protected override Task<Connection> OpenAsync() => Task.FromResult(new ContainerConnectionFactory().Open(
        new ConnectionContext { Definition = Definition, Server = server!, StatePath = Folder["state"] }));

    private static ResourceSpecification Wanted { get; } = new() { Identity = "test/web", Kind = "server", Connection = Definition };

    private static async Task<bool> AnswersAsync(string engine)
    {
        using Process process = Process.Start(new ProcessStartInfo("sh", ["-c", $"command -v {engine} >/dev/null && {engine} version --format '{{{{.Server.Version}}}}'"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
