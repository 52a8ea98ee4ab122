namespace BatchWorkflow.Jinja;

/// <summary>The statements beyond the core language that an environment understands.</summary>
[Flags]
public enum JinjaExtensions
{
    /// <summary>The core language only.</summary>
    None = 0,

    /// <summary><c>{% do %}</c>: evaluates an expression for what it does.</summary>
    Do = 1,

    /// <summary><c>{% break %}</c> and <c>{% continue %}</c>.</summary>
    LoopControls = 2,
}
