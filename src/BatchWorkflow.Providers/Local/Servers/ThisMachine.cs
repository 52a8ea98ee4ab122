namespace BatchWorkflow.Providers.Local.Servers;

/// <summary>Whether this machine can hold local servers.</summary>
internal static class ThisMachine
{
    private const string Message = "Local servers are not available on Windows yet.";
    private const string Hint = "Run the workflow on Linux, or give the server another provider or an ssh or container connection.";

    /// <summary>The problem, on Windows.</summary>
    public static IReadOnlyList<SettingProblem> Problems(string setting)
        => OperatingSystem.IsWindows() ? [new SettingProblem(setting, Message, Hint)] : [];

    /// <summary>What is thrown when the problem was passed over.</summary>
    public static FailureException Refused()
        => new(new Failure { Kind = FailureKind.Validation, Message = $"{Message} {Hint}" });
}
