using BatchWorkflow.Providers.Ssh;

namespace BatchWorkflow.Providers.Tests.Ssh;

public sealed class SettingTests
{
    [Fact]
    public void Validate_EverySetting_IsAccepted() => Assert.Empty(Problems(new()
    {
        ["host"] = "web.example",
        ["port"] = 2222L,
        ["user"] = "deploy",
        ["key"] = new List<object?> { "~/.ssh/a", "~/.ssh/b" },
        ["passphrase"] = "env:PASSPHRASE",
        ["password"] = "env:PASSWORD",
        ["agent"] = false,
        ["host_key"] = $"SHA256:{new string('A', 43)}",
        ["known_hosts"] = "~/known",
        ["accept_new"] = true,
        ["become"] = true,
        ["become_user"] = "postgres",
        ["become_password"] = "given:sudo",
        ["connect_timeout"] = 5L,
        ["command_timeout"] = 2.5,
        ["idle_timeout"] = 60L,
        ["keep_alive"] = 10L,
        ["key_exchange"] = "post_quantum",
        ["sftp"] = false,
        ["folder"] = "/var/lib/batchworkflow",
        ["environment"] = new Dictionary<string, object?> { ["HTTP_PROXY"] = "x" },
        ["jump"] = "admin@[::1]:22,bastion",
    }));

    /// <summary>A plan that was read back has numbers as JSON has them.</summary>
    [Theory]
    [InlineData(22)]
    [InlineData(22L)]
    [InlineData(22.0)]
    public void Validate_NumberOfAnyWidth_IsAccepted(object number)
        => Assert.Empty(Problems(new() { ["port"] = number, ["connect_timeout"] = number }));

    [Theory]
    [InlineData("hots", "web", "Did you mean host?")]
    [InlineData("port", 70000L, null)]
    [InlineData("port", "22", null)]
    [InlineData("password", "secret", "Files hold no secrets: give a reference such as password: env:NAME.")]
    [InlineData("passphrase", "secret", "Files hold no secrets: give a reference such as passphrase: env:NAME.")]
    [InlineData("host_key", "ab:cd", null)]
    [InlineData("become_user", "root; rm", null)]
    [InlineData("connect_timeout", 0L, null)]
    [InlineData("key_exchange", "diffie-hellman-group1-sha1", null)]
    [InlineData("jump", "admin@", null)]
    [InlineData("jump", "bastion:http", null)]
    public void Validate_WrongSetting_IsNamedWithAHint(string name, object value, string? hint)
    {
        SettingProblem problem = Assert.Single(Problems(new() { [name] = value }));
        Assert.Equal(name, problem.Setting);
        Assert.Equal(hint, problem.Hint);
        Assert.DoesNotContain("secret", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_JumpHasWrongSettings_NamesThemWithTheirPlace()
    {
        IReadOnlyList<SettingProblem> problems = Problems(new() { ["jump"] = new Dictionary<string, object?> { ["prot"] = 1L } });
        Assert.Equal(["jump.prot", "jump.host"], problems.Select(problem => problem.Setting));
    }

    [Theory]
    [InlineData("become", true)]
    [InlineData("folder", "/var/lib/bw")]
    [InlineData("sftp", false)]
    public void Validate_SettingOfScriptsOnAHop_HasNoEffectThere(string name, object value)
    {
        SettingProblem problem = Assert.Single(Problems(new() { ["jump"] = new Dictionary<string, object?> { ["host"] = "hop", [name] = value } }));
        Assert.Equal($"jump.{name}", problem.Setting);
        Assert.Contains("has no effect", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("become_user", "postgres")]
    [InlineData("become_password", "env:SUDO")]
    public void Validate_BecomeOfNobody_IsAProblem(string name, string value) =>
        Assert.Equal(name, Assert.Single(Problems(new() { [name] = value })).Setting);

    private static IReadOnlyList<SettingProblem> Problems(Dictionary<string, object?> settings)
        => new SshConnectionFactory().Validate(new ConnectionDefinition { Kind = "ssh", Settings = settings });
}
