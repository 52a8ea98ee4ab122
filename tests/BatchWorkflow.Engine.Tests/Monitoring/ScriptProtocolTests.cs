using BatchWorkflow.Engine.Monitoring;

namespace BatchWorkflow.Engine.Tests.Monitoring;

public sealed class ScriptProtocolTests
{
    [Theory]
    [InlineData("hello")]
    [InlineData("::1 localhost")]
    [InlineData("::ffff:10.0.0.1 host")]
    [InlineData(" ::output a=b")]
    [InlineData("")]
    public void Parse_OrdinaryLine_IsText(string line)
    {
        Assert.IsType<ScriptLine.Text>(ScriptProtocol.Parse(line));
    }

    [Theory]
    [InlineData("::output url=https://x/?a=b c", "url", "https://x/?a=b c")]
    [InlineData("::output empty=", "empty", "")]
    [InlineData("::output quoted=\"a \\\"b\\\" c:\\new\"", "quoted", "a \"b\" c:\\new")]
    [InlineData("::output json={\"a\": \"b\"}", "json", "{\"a\": \"b\"}")]
    [InlineData("::output two=\"a\" and \"b\"", "two", "\"a\" and \"b\"")]
    [InlineData("::output lines=a%0Ab%0d100%250A\r", "lines", "a\nb\r100%0A")]
    public void Parse_Output_GivesNameAndValue(string line, string name, string value)
    {
        Assert.Equal(new ScriptLine.Output(name, value), ScriptProtocol.Parse(line));
    }

    [Fact]
    public void Parse_SecretAndMask_GiveTheValueAndWhatStandsInTheLine()
    {
        Assert.Equal(new ScriptLine.Secret("token", "a b", "\"a b\""), ScriptProtocol.Parse("::secret token=\"a b\""));
        Assert.Equal(new ScriptLine.Mask("a\nb", "a%0Ab"), ScriptProtocol.Parse("::mask a%0Ab"));
    }

    [Theory]
    [InlineData("::failure kind=Fatal", FailureKind.Fatal, null, null)]
    [InlineData("::failure kind=rate_limited retry_after=30 too many requests", FailureKind.RateLimited, 30.0, "too many requests")]
    [InlineData("::failure retry_after=0.5 kind=Quota \"no = room\"", FailureKind.Quota, 0.5, "no = room")]
    [InlineData("::failure kind=Fatal path=/x is gone", FailureKind.Fatal, null, "path=/x is gone")]
    public void Parse_Failure_GivesKindTimeAndMessage(string line, FailureKind kind, double? after, string? message)
    {
        Assert.Equal(new ScriptLine.FailureHint(kind, after is { } seconds ? TimeSpan.FromSeconds(seconds) : null, message), ScriptProtocol.Parse(line));
    }

    [Theory]
    [InlineData("::drift property=mode wanted=0644 found=0600", "mode", "0644", "0600")]
    [InlineData("::drift found=\"a b\" property=\"x y\"", "x y", null, "a b")]
    [InlineData("::drift property=p wanted= found=\"\"", "p", "", "")]
    public void Parse_Drift_GivesTheDifference(string line, string property, string? wanted, string? found)
    {
        Assert.Equal(new ScriptLine.Drift(new PropertyDifference(property, wanted, found)), ScriptProtocol.Parse(line));
    }

    [Theory]
    [InlineData("::absent")]
    [InlineData("::absent  ")]
    public void Parse_Absent_IsThat(string line) => Assert.IsType<ScriptLine.Absent>(ScriptProtocol.Parse(line));

    [Theory]
    [InlineData("::output name", "There is no '=' after '::output'; write ::output name=value.")]
    [InlineData("::output 1a=b", "What stands before '=' is not a name; write ::output name=value.")]
    [InlineData("::mask", "'::mask' has no value; write ::mask value.")]
    [InlineData("::failure oops", "'::failure' has no kind; write ::failure kind=Fatal retry_after=30 message. Kinds are Unknown, Transient,")]
    [InlineData("::failure kind=7", "'::failure' has a kind that there is not;")]
    [InlineData("::failure kind=Fatal retry_after=soon", "The retry_after of '::failure' is not a number of seconds")]
    [InlineData("::drift wanted=x", "'::drift' names no property; write ::drift property=… wanted=… found=….")]
    [InlineData("::drift property=a b", "'::drift' has more than it takes;")]
    [InlineData("::absent app", "'::absent' takes nothing after it; write ::absent.")]
    [InlineData("::outputs a=b", "'::outputs' means nothing here;")]
    [InlineData("::group::Install", "'::group::' is not of this product;")]
    public void Parse_MalformedLine_SaysHowItIsWritten(string line, string begin)
    {
        ScriptLine.Malformed malformed = Assert.IsType<ScriptLine.Malformed>(ScriptProtocol.Parse(line));
        Assert.StartsWith(begin, malformed.HowTo, StringComparison.Ordinal);
        Assert.Null(malformed.Hidden);
    }

    [Theory]
    [InlineData("::secret my token=hunter2", "hunter2")]
    [InlineData("::secret hunter2", "hunter2")]
    [InlineData("::add-mask::hunter2", "hunter2")]
    public void Parse_MalformedLineThatHides_StillHides(string line, string hidden)
    {
        ScriptLine.Malformed malformed = Assert.IsType<ScriptLine.Malformed>(ScriptProtocol.Parse(line));
        Assert.Equal(hidden, malformed.Hidden);
        Assert.DoesNotContain("hunter2", malformed.HowTo, StringComparison.Ordinal);
    }
}
