namespace BatchWorkflow.Jinja;

/// <summary>What sort of problem a template has.</summary>
public enum JinjaErrorKind
{
    /// <summary>The text is no valid template or expression.</summary>
    Syntax,

    /// <summary>Something that does not exist was used.</summary>
    Undefined,

    /// <summary>A template that another one names does not exist.</summary>
    TemplateNotFound,

    /// <summary>An operation failed while the template was rendered: a wrong type, a wrong value, a division by zero.</summary>
    Runtime,

    /// <summary>The template went beyond a limit of its environment.</summary>
    Limit,
}
