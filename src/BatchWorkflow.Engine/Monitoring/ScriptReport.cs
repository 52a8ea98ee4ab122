namespace BatchWorkflow.Engine.Monitoring;

/// <summary>What a script told the engine until now.</summary>
internal sealed class ScriptReport
{
    /// <summary>Its outputs by name, without those that are or hold secrets.</summary>
    public required IReadOnlyDictionary<string, string> Outputs { get; init; }

    /// <summary>Its secret outputs by name, in the clear: to be sealed before they are kept.</summary>
    public required IReadOnlyDictionary<string, string> SecretOutputs { get; init; }

    /// <summary>What it said of its failure, or null.</summary>
    public required ScriptLine.FailureHint? Hint { get; init; }

    /// <summary>True when it said that nothing of the thing is there.</summary>
    public bool Absent { get; init; }

    /// <summary>What differs from what is wanted.</summary>
    public required IReadOnlyList<PropertyDifference> Drift { get; init; }

    /// <summary>The last lines of its standard error, masked.</summary>
    public required IReadOnlyList<string> ErrorTail { get; init; }

    /// <summary>The failure that an exit is, masked; null when it is a success.</summary>
    /// <param name="exit">How the script ended.</param>
    /// <param name="script">Its file name, or its command.</param>
    /// <param name="isCheck">True when any other end than success means that something is not as wanted.</param>
    public Failure? FailureOf(ScriptExit exit, string script, bool isCheck = false)
    {
        if (exit.Code == 0)
            return null;
        return new Failure
        {
            Kind = Hint?.Kind ?? (isCheck ? FailureKind.Drift : KindOf(exit)),
            Message = Hint?.Message ?? Message(exit, script, isCheck && Hint is null),
            ExitCode = exit.Code,
            Script = script,
            ErrorTail = ErrorTail,
            Drift = Drift,
            RetryAfter = Hint?.RetryAfter,
        };
    }

    /// <summary>The line that says other than an exit code of 0 does, or null.</summary>
    public string? Contradiction => Absent ? "::absent" : Drift.Count > 0 ? "::drift" : null;

    // 75 is EX_TEMPFAIL of sysexits.h.
    private static FailureKind KindOf(ScriptExit exit) => exit.Code == 75 ? FailureKind.Transient : FailureKind.Unknown;

    private string Message(ScriptExit exit, string script, bool isCheck)
    {
        if (isCheck && Absent)
            return $"{script} finds nothing of it.";
        if (isCheck && Drift.Count > 0)
            return $"{script} found {string.Join(", ", Drift.Select(one => one.Property))} not as wanted.";
        return exit.Code switch
        {
            null => $"{script} ended and left no exit status.",
            > 128 and <= 192 and { } code => $"{script} was ended by signal {code - 128}.",
            { } code when isCheck => $"{script} found it not as wanted (exit code {code}).",
            { } code => $"{script} ended with exit code {code}.",
        };
    }
}
