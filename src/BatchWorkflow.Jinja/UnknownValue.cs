namespace BatchWorkflow.Jinja;

/// <summary>
/// A value that a host gives in place of one that is not known yet. A template may pass it on (assign it, put it in a list, hand it to a
/// macro, take it by <c>default</c> or an inline if); whatever looks into it or prints it throws <see cref="UnknownValueException"/>.
/// </summary>
/// <param name="Description">When it will be known, such as <c>known after create-web</c>.</param>
public sealed record UnknownValue(string Description);
