namespace BatchWorkflow.Jinja;

/// <summary>Finds the texts of templates that others include, import or extend.</summary>
public abstract class TemplateLoader
{
    /// <summary>The text of a template, or null where there is none of that name.</summary>
    /// <param name="name">The name as the template writes it.</param>
    public abstract string? Load(string name);
}
