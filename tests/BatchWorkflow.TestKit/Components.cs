using Xunit;

namespace BatchWorkflow.TestKit;

/// <summary>Programs that some tests need beside .NET.</summary>
public static class Components
{
    /// <summary>Skips the test that lacks a component, or fails it where BATCHWORKFLOW_REQUIRE names the component.</summary>
    public static void Missing(string component, string reason)
    {
        string required = Environment.GetEnvironmentVariable("BATCHWORKFLOW_REQUIRE") ?? "";
        if (required.Split(',', StringSplitOptions.TrimEntries).Contains(component, StringComparer.Ordinal))
            Assert.Fail($"{component} is required here, and {reason}");
        Assert.Skip(reason);
    }
}
