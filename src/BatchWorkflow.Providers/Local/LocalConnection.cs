using System.Runtime.Versioning;
using BatchWorkflow.Providers.Local.Ports;
using BatchWorkflow.Providers.Local.Processes;
using BatchWorkflow.Providers.Local.Scripts;
using BatchWorkflow.Providers.Local.Servers;
using BatchWorkflow.Providers.Local.Tools;

namespace BatchWorkflow.Providers.Local;

/// <summary>Runs scripts as processes of this machine in a server's sandbox.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class LocalConnection : Connection
{
    private readonly string root;
    private readonly ToolFolder tools;
    private readonly ScriptEnvironment environment;
    private readonly AskedPorts ports;
    private readonly TimeProvider time;

    public LocalConnection(ConnectionContext context)
    {
        root = SandboxFacts.Root(context.Server);
        tools = ToolFolder.In(context.StatePath);
        environment = new ScriptEnvironment(context.Server, tools);
        ports = new AskedPorts(root, context.StatePath);
        time = context.Time;
        ScriptExtensions = ScriptCommand.Extensions;
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> ScriptExtensions { get; }

    /// <inheritdoc />
    public override async Task StartAsync(ScriptRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ScriptFiles files = new(request.Reference.Folder);
        if (files.HasStarted())
            return;
        if (!Directory.Exists(root))
            throw new FailureException(new Failure { Kind = FailureKind.NotFound, Message = $"The server's folder {root} is not there." });
        PortBlock? block = await ports.ForAsync(request, cancellationToken);
        OwnScripts.Start(files, () => Start(request, block, files));
    }

    /// <inheritdoc />
    public override Task<ScriptState> ProbeAsync(ScriptReference script, CancellationToken cancellationToken)
        => Orphan(script, new ScriptFiles(script.Folder)).ProbeAsync(cancellationToken);

    /// <inheritdoc />
    public override async Task<ScriptExit> WaitAsync(ScriptReference script, IScriptOutput output, CancellationToken cancellationToken)
    {
        ScriptFiles files = new(script.Folder);
        Task ended = OwnScripts.TryFind(files, out OwnScript? own) ? own.Settled : Orphan(script, files).EndedAsync(cancellationToken);
        using ScriptStreams streams = new(files, own?.Order, output);
        await streams.FollowAsync(ended, time, cancellationToken);
        return new ScriptExit(files.ReadExitCode()) { Left = files.ReadLeft() };
    }

    /// <inheritdoc />
    public override async Task EndAsync(ScriptReference script, CancellationToken cancellationToken)
    {
        ScriptFiles files = new(script.Folder);
        if (OwnScripts.TryFind(files, out OwnScript? own))
        {
            // First, or it would write as exit status what happens to its script now.
            Signals.Send(own.Runner, Libc.Kill);
            await own.Settled.WaitAsync(cancellationToken);
        }
        await Orphan(script, files).EndAsync(cancellationToken);
    }

    private OrphanScript Orphan(ScriptReference script, ScriptFiles files) => new(script.Token, files, time);

    private OwnScript Start(ScriptRequest request, PortBlock? block, ScriptFiles files)
    {
        IReadOnlyList<string> command = ScriptCommand.Of(request);
        files.Make();
        files.MakeStreams();
        IReadOnlyDictionary<string, string> variables = environment.Of(request, block, SecretFiles.Write(files, request.Secrets));
        WriteOrder? order = WriteOrder.TryWatch(files);
        int runner = Spawner.Start(
            "/bin/sh", ["sh", tools.Runner, MachineLife.Lately.ToString(), files.Folder, root, .. command], variables, files.Output, files.Errors);
        return new OwnScript(runner, request.Reference.Token, files, time) { Order = order };
    }
}
