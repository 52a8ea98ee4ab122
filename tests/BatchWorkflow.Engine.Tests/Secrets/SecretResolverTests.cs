using BatchWorkflow.Engine.Secrets;

namespace BatchWorkflow.Engine.Tests.Secrets;

public sealed class SecretResolverTests
{
    [Theory]
    [InlineData("env:DB_PASSWORD", "env", "DB_PASSWORD")]
    [InlineData("secretmanagement:vault/name", "secretmanagement", "vault/name")]
    [InlineData("sops:secrets.yaml#db", "sops", "secrets.yaml#db")]
    public void Parse_Reference_GivesSchemeAndName(string text, string scheme, string name)
    {
        SecretReference reference = Assert.IsType<SecretReference>(SecretReference.Parse(text));
        Assert.Equal((scheme, name, text), (reference.Scheme, reference.Name, reference.ToString()));
    }

    [Theory]
    [InlineData("https://example.com")]
    [InlineData("env:")]
    [InlineData("production")]
    [InlineData(12L)]
    [InlineData(null)]
    public void Parse_OrdinaryValue_IsNone(object? value)
    {
        Assert.Null(SecretReference.Parse(value));
    }

    [Fact]
    public async Task Resolve_VariableThatIsSet_IsGivenAndMasked()
    {
        Masker masker = new();
        SecretResolver resolver = new(masker, new EnvironmentSecrets(name => name == "TOKEN" ? "hunter2" : null));
        ResolvedSecret secret = await resolver.ResolveAsync(new SecretReference("env", "TOKEN"), "variables.token", default);
        Assert.Equal("hunter2", secret.Value);
        Assert.Equal("***", masker.Mask("hunter2"));
    }

    [Fact]
    public async Task Resolve_VariableThatIsNotSet_IsAuthAndNamesVariableAndField()
    {
        Failure failure = await Refused(new SecretReference("env", "TOKEN"));
        Assert.Equal(FailureKind.Auth, failure.Kind);
        Assert.Equal(
            "The environment variable TOKEN is not set or empty, and variables.token needs it (env:TOKEN). Set it ($env:TOKEN = '…') and try again.", failure.Message);
    }

    [Fact]
    public async Task Resolve_SchemeThatNobodyKnowsYet_SaysWhatCanBeRead()
    {
        Failure failure = await Refused(new SecretReference("sops", "a.yaml"));
        Assert.Equal("variables.token refers to sops:a.yaml, and secrets of sops: cannot be read yet; what can is env:.", failure.Message);
    }

    [Fact]
    public async Task Learn_ReferencesAmongValues_MasksThoseThatThereAre()
    {
        Masker masker = new();
        SecretResolver resolver = new(masker, new EnvironmentSecrets(name => name == "TOKEN" ? "hunter2" : null));
        await resolver.LearnAsync(["env:TOKEN", "plain", 3L, null, "env:NONE", "kms:x"], default);
        Assert.Equal("plain ***", masker.Mask("plain hunter2"));
    }

    private static async Task<Failure> Refused(SecretReference reference)
    {
        SecretResolver resolver = new(new Masker(), new EnvironmentSecrets(_ => null));
        return (await Assert.ThrowsAsync<FailureException>(() => resolver.ResolveAsync(reference, "variables.token", default))).Failure;
    }
}
