using BatchWorkflow.Engine.Definitions;

namespace BatchWorkflow.Engine.Templating;

/// <summary>A template or an expression to try, and in which context.</summary>
public sealed record TemplateRequest
{
    /// <summary>The text of a template, or null.</summary>
    public string? Template { get; init; }

    /// <summary>The file of a template, or null.</summary>
    public string? File { get; init; }

    /// <summary>An expression without braces, or null.</summary>
    public string? Expression { get; init; }

    /// <summary>The workflow whose variables and servers it sees, or null.</summary>
    public DefinitionInput? Workflow { get; init; }

    /// <summary>The run whose definitions, outputs and statuses it sees in place of a workflow, or null.</summary>
    public string? RunId { get; init; }

    /// <summary>The operation that it stands in, or null.</summary>
    public string? Operation { get; init; }

    /// <summary>The server that it is rendered for, or null.</summary>
    public string? Server { get; init; }

    /// <summary>The taskserv that it belongs to; by default the operation's first.</summary>
    public string? Taskserv { get; init; }

    /// <summary>The environment and variables.</summary>
    public PlanOptions Options { get; init; } = new();
}
