namespace BatchWorkflow.Engine.Running;

/// <summary>Carries out attempts. The engine has one; tests script another.</summary>
internal interface IAttempts
{
    /// <summary>
    /// Carries out one attempt to its end. Ends early, with what it started ended too, when <paramref name="cancellationToken"/> is cancelled.
    /// Never throws: everything becomes an outcome.
    /// </summary>
    Task<AttemptOutcome> RunAsync(AttemptContext context, CancellationToken cancellationToken);
}
