using BatchWorkflow.TestKit;

namespace BatchWorkflow.Providers.Tests.Container;

public sealed class SkipReasonTests
{
    [Theory]
    [InlineData("Error: no such image", "Error: no such image")]
    [InlineData("Trying to pull docker.io/library/debian:12...\nWARN[0000] Failed, retrying\nError: connection refused\n\n", "Error: connection refused")]
    public void Reason_OfWhatAnEngineSaid_IsItsLastLine(string said, string line) => Assert.Equal(line, Containers.LastLine(said));
}
