namespace BatchWorkflow.Engine.Monitoring;

/// <summary>What a line of a script's standard output means.</summary>
internal abstract record ScriptLine
{
    /// <summary>An ordinary line.</summary>
    public sealed record Text : ScriptLine;

    /// <summary>::output name=value.</summary>
    public sealed record Output(string Name, string Value) : ScriptLine;

    /// <summary>::secret name=value; the raw value is what stands in the line, quoted or escaped.</summary>
    public sealed record Secret(string Name, string Value, string Raw) : ScriptLine
    {
        public override string ToString() => $"::secret {Name}=***";
    }

    /// <summary>::mask value; the raw value is what stands in the line, quoted or escaped.</summary>
    public sealed record Mask(string Value, string Raw) : ScriptLine
    {
        public override string ToString() => "::mask ***";
    }

    /// <summary>::failure kind=… retry_after=… message.</summary>
    public sealed record FailureHint(FailureKind Kind, TimeSpan? RetryAfter, string? Message) : ScriptLine;

    /// <summary>::drift property=… wanted=… found=….</summary>
    public sealed record Drift(PropertyDifference Difference) : ScriptLine;

    /// <summary>::absent.</summary>
    public sealed record Absent : ScriptLine;

    /// <summary>A line that looks like one of these and is not.</summary>
    /// <param name="HowTo">What is wrong and how it is written.</param>
    /// <param name="Hidden">What it was meant to hide, or null.</param>
    public sealed record Malformed(string HowTo, string? Hidden = null) : ScriptLine
    {
        public override string ToString() => Hidden is null ? HowTo : "::***";
    }
}
