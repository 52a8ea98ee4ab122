using System.Collections;
using System.Management.Automation;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.PowerShell.Completion;
using BatchWorkflow.PowerShell.Definitions;
using BatchWorkflow.PowerShell.Running;

namespace BatchWorkflow.PowerShell.Pipeline;

/// <summary>A cmdlet for a workflow that somebody has written: a file or a hashtable.</summary>
public abstract class DefinitionCmdlet : EngineCmdlet
{
    /// <summary>The parameter set of a file.</summary>
    protected const string FileSet = "File";

    /// <summary>The parameter set of a hashtable.</summary>
    protected const string DefinitionSet = "Definition";

    /// <summary>The workflow file.</summary>
    /// <remarks>A mandatory one would keep hashtables and plans on the pipeline from being bound.</remarks>
    [Parameter(Position = 0, ParameterSetName = FileSet, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The workflow as a hashtable or an ordered dictionary.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DefinitionSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public IDictionary? Definition { get; set; }

    /// <summary>Names or wildcards of the operations that are wanted; without them all are.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OperationCompleter))]
    public string[] Operation { get; set; } = [];

    /// <summary>Names or wildcards of the servers that are wanted; without them all are.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string[] Server { get; set; } = [];

    /// <summary>Adds what a part of the workflow needs and lacks.</summary>
    [Parameter]
    public SwitchParameter WithDependencies { get; set; }

    /// <summary>Allows a change that needs a replacement.</summary>
    [Parameter]
    public SwitchParameter AllowReplace { get; set; }

    /// <summary>What a failed step does to the run, over the workflow's own word.</summary>
    [Parameter]
    public FailureAction? OnFailure { get; set; }

    /// <summary>The environment whose variables apply.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Environment { get; set; }

    /// <summary>Variables over the workflow's own; a SecureString or a PSCredential is a secret.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary Variable { get; set; } = new Hashtable();

    /// <inheritdoc />
    private protected override bool RefusalEndsPipeline => !MyInvocation.ExpectingInput;

    /// <summary>The variables, those that are secret apart.</summary>
    private protected GivenVariables Variables => field ??= GivenVariables.From(Variable);

    /// <summary>What the parameters ask of the plan.</summary>
    private protected PlanOptions PlanOptions => new()
    {
        Operations = Operation,
        Servers = Server,
        WithDependencies = WithDependencies,
        AllowReplace = AllowReplace,
        OnFailure = OnFailure,
        Environment = Environment,
        Variables = Variables.Plain,
    };

    /// <summary>Where the workflow comes from.</summary>
    private protected Task<DefinitionInput> InputAsync() => CallAsync(() => (Path, Definition) switch
    {
        (_, { } definition) => new DefinitionInput(Path: null, ObjectTree.From(definition), Folder),
        ({ } path, _) => new DefinitionInput(FullPath(path)),
        _ => throw new BatchWorkflowException("Definition.Missing", "Which workflow? Give the -Path of its file, or a -Definition."),
    });

    /// <summary>The plan.</summary>
    /// <exception cref="BatchWorkflowException">The workflow has problems: all of them.</exception>
    private protected async Task<Plan> PlanAsync(bool refresh)
    {
        HearSignals();
        Task<PlanResult> planning = Engine.PlanAsync(await InputAsync(), PlanOptions, refresh, Variables.Secrets, StopToken);
        PlanResult result = await new PlanProgress(record => Post(() => WriteProgress(record)), TimeProvider.System).FollowAsync(planning);
        if (result.Plan is null)
            throw Problems.Refusal(Path ?? "The definition", Problems.Near(await CallAsync(() => Folder), result.Problems));
        return result.Plan;
    }

    /// <summary>Reads and checks the definition.</summary>
    /// <exception cref="BatchWorkflowException">The workflow has problems: all of them.</exception>
    private protected async Task DemandValidAsync()
    {
        LoadedWorkflow loaded = await Engine.CheckAsync(await InputAsync(), PlanOptions, StopToken);
        if (!loaded.IsValid)
            throw Problems.Refusal(Path ?? "The definition", Problems.Near(await CallAsync(() => Folder), loaded.Problems));
    }
}
