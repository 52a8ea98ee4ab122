using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Secrets;

namespace BatchWorkflow.Engine.Tests.Running;

public sealed class ConnectionSecretsTests
{
    [Fact]
    public async Task Resolve_ReferencesHoweverDeep_BecomeValuesThatAreMasked()
    {
        Masker masker = new();
        ConnectionSecrets secrets = new(new SecretResolver(masker, new GivenSecrets(
            new Dictionary<string, string> { ["login"] = "hunter2-login", ["hop"] = "hunter2-hop" })));
        ServerDefinition server = new()
        {
            Name = "web",
            Connection = new ConnectionDefinition
            {
                Kind = "ssh",
                Settings = new Dictionary<string, object?>
                {
                    ["host"] = "web.example",
                    ["port"] = 22L,
                    ["password"] = "given:login",
                    ["jump"] = new Dictionary<string, object?> { ["password"] = "given:hop" },
                },
            },
        };
        ConnectionDefinition resolved = await secrets.ResolveAsync(server, default);

        Assert.Equal("hunter2-login", resolved.Settings["password"]);
        Assert.Equal("hunter2-hop", ((IReadOnlyDictionary<string, object?>)resolved.Settings["jump"]!)["password"]);
        Assert.Equal(22L, resolved.Settings["port"]);
        Assert.DoesNotContain("hunter2", masker.Mask("hunter2-login and hunter2-hop"), StringComparison.Ordinal);
        Assert.Contains("given:hop", ConnectionSecrets.ValuesOf(server));
    }

    [Fact]
    public async Task Resolve_SecretThatNobodyGave_NamesServerAndSetting()
    {
        ConnectionSecrets secrets = new(new SecretResolver(new Masker(), new EnvironmentSecrets()));
        ServerDefinition server = new()
        {
            Name = "web",
            Connection = new ConnectionDefinition { Kind = "ssh", Settings = new Dictionary<string, object?> { ["password"] = "env:BW_TEST_ABSENT" } },
        };
        FailureException failed = await Assert.ThrowsAsync<FailureException>(() => secrets.ResolveAsync(server, default));
        Assert.Equal(FailureKind.Auth, failed.Failure.Kind);
        Assert.Contains("connection of server web, password", failed.Message, StringComparison.Ordinal);
    }
}
