namespace BatchWorkflow.Providers.Tests.Ssh;

public sealed class FactsTests : SshTest
{
    [Fact]
    public async Task Facts_OfThisVeryMachine_AreWhatItTellsOfItself()
    {
        await using Connection connection = Server.Open();
        ServerFacts facts = Assert.IsType<ServerFacts>(await connection.FactsAsync(default));
        string[] release = await File.ReadAllLinesAsync("/etc/os-release");
        Assert.Contains($"ID={facts.Os}", release);
        Assert.Contains(release, line => line == $"VERSION_ID=\"{facts.Version}\"" || line == $"VERSION_ID={facts.Version}");
        Assert.Equal(Environment.MachineName, facts.HostName);
        Assert.StartsWith("Linux ", facts.Kernel, StringComparison.Ordinal);
        Assert.Equal(int.Parse(await SshServer.RunAsync("nproc"), System.Globalization.CultureInfo.InvariantCulture), facts.Cpu);
        Assert.InRange(facts.Memory ?? 0, 100, 100_000_000);
        Assert.InRange(facts.Disk ?? 0, 1, 100_000_000);
        Assert.DoesNotContain("127.0.0.1", facts.Addresses);
    }
}
