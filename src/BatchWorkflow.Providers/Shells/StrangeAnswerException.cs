namespace BatchWorkflow.Providers.Shells;

/// <summary>The waiting for a new shell ended, and what had come by then was not said by our shell.</summary>
internal sealed class StrangeAnswerException(string said, bool isOurs, Exception inner) : OperationCanceledException("A shell answered what it was not asked.", inner)
{
    /// <summary>The last of what came, in short.</summary>
    public string Said => said;

    /// <summary>True when what came is what we had sent.</summary>
    public bool IsOurs => isOurs;
}
