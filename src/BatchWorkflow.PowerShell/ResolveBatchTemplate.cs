using System.Collections;
using System.Management.Automation;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Templating;
using BatchWorkflow.PowerShell.Completion;
using BatchWorkflow.PowerShell.Definitions;
using BatchWorkflow.PowerShell.Pipeline;

namespace BatchWorkflow.PowerShell;

/// <summary>Renders a template, or evaluates an expression, as a run would.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "BatchTemplate", DefaultParameterSetName = TemplateSet)]
[OutputType(typeof(string), typeof(object))]
public sealed class ResolveBatchTemplate : EngineCmdlet
{
    private const string TemplateSet = "Template", ExpressionSet = "Expression", FileSet = "File";

    /// <summary>The text of the template.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = TemplateSet)]
    [AllowEmptyString]
    public string Template { get; set; } = "";

    /// <summary>An expression without braces, such as a condition; its value is emitted.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ExpressionSet)]
    [ValidateNotNullOrEmpty]
    public string? Expression { get; set; }

    /// <summary>The file of the template; it finds others in its folder.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The workflow file whose variables and servers it sees.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Workflow { get; set; }

    /// <summary>The run whose definitions, outputs and statuses it sees.</summary>
    [Parameter]
    [Alias("RunId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    public string? Id { get; set; }

    /// <summary>The operation that it stands in.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(OperationCompleter))]
    public string? Operation { get; set; }

    /// <summary>The server that it is rendered for.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string? Server { get; set; }

    /// <summary>The taskserv that it belongs to; by default the operation's first.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TaskservCompleter))]
    public string? Taskserv { get; set; }

    /// <summary>The environment whose variables apply.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Environment { get; set; }

    /// <summary>Variables over the workflow's own.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary Variable { get; set; } = new Hashtable();

    /// <inheritdoc />
    private protected override async Task ProcessItemAsync()
    {
        TemplateRequest request = new()
        {
            Template = ParameterSetName == TemplateSet ? Template : null,
            Expression = Expression,
            File = Path is null ? null : await CallAsync(() => FullPath(Path)),
            Workflow = Workflow is null ? null : new DefinitionInput(await CallAsync(() => FullPath(Workflow))),
            RunId = Id,
            Operation = Operation,
            Server = Server,
            Taskserv = Taskserv,
            Options = new PlanOptions { Environment = Environment, Variables = GivenVariables.From(Variable).Plain },
        };
        await EmitAsync((await Engine.RenderAsync(request, StopToken))!);
    }
}
