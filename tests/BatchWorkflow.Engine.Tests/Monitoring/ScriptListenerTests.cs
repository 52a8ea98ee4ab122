using BatchWorkflow.Engine.Monitoring;

namespace BatchWorkflow.Engine.Tests.Monitoring;

public sealed class ScriptListenerTests : IDisposable
{
    private readonly RunLogFixture _run = new();

    [Fact]
    public async Task Report_WhatTheScriptTold_IsCollected()
    {
        ScriptReport report = await Hear(
            "::output port=8080", "::output port=8081", "::secret token=hunter2", "::drift property=mode wanted=0644 found=0600", "::failure kind=Quota no room");
        Assert.Equal(new Dictionary<string, string> { ["port"] = "8081" }, report.Outputs);
        Assert.Equal(new Dictionary<string, string> { ["token"] = "hunter2" }, report.SecretOutputs);
        Assert.Equal(new PropertyDifference("mode", "0644", "0600"), Assert.Single(report.Drift));
        Assert.Equal(FailureKind.Quota, report.FailureOf(new ScriptExit(1), "create.sh")?.Kind);
        Assert.Equal("no room", report.FailureOf(new ScriptExit(1), "create.sh")?.Message);
        Assert.Null(report.FailureOf(new ScriptExit(0), "create.sh"));
    }

    [Fact]
    public async Task Report_OutputThatHoldsASecret_CountsAsSecret()
    {
        ScriptReport report = await Hear("::output url=https://user:hunter2@host/", "::output host=web", "::mask hunter2");
        Assert.Equal(["host"], report.Outputs.Keys);
        Assert.Equal("https://user:hunter2@host/", report.SecretOutputs["url"]);
    }

    [Fact]
    public async Task Line_Canary_ReachesNoSinkAndNoFailure()
    {
        ScriptReport report = await Hear(
            "!before canary-0 is known", "::mask canary-0", "::secret token=\"canary-1\"", "::secret my token=canary-2", "::add-mask::canary-3",
            "canary-0 canary-1 canary-2 canary-3", "!canary-0 canary-1", "::drift property=p found=canary-0", "::failure kind=Fatal canary-1 is refused");
        Failure failure = report.FailureOf(new ScriptExit(3), "create.sh")!;
        Assert.Equal(["before *** is known", "*** ***"], failure.ErrorTail);
        Assert.Equal("*** is refused", failure.Message);
        Assert.Equal("***", Assert.Single(failure.Drift).Found);

        // What was said before the script asked to mask it was said.
        List<string> later = [.. (await _run.ReadAsync()).Skip(1).Select(entry => entry.Message)];
        Assert.Contains("*** *** *** ***", later);
        Assert.DoesNotContain(later.Concat(_run.Lines.Skip(1)), line => line.Contains("canary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Line_MalformedAndTooShort_AreWarnings()
    {
        await Hear("::outputs a=b", "::mask ab", "::output c=d");
        Assert.Equal(
            [(LogLevel.Info, "::outputs"), (LogLevel.Warn, "'::output"), (LogLevel.Debug, "::mask **"), (LogLevel.Warn, "Cannot ma"), (LogLevel.Debug, "::output ")],
            (await _run.ReadAsync()).Select(entry => (entry.Level, entry.Message[..9])));
    }

    [Fact]
    public async Task Line_HeardAgainAfterACrash_IsTakenAgainButLoggedOnce()
    {
        await using (RunLog log = _run.Open())
        {
            log.For(_run.Step, 1, "check").Script(LogLevel.Info, isError: false, "of the check");
            ScriptListener first = new(_run.Masker, log.For(_run.Step, 1, "act"));
            first.Line(isError: false, "::output port=8080");
            first.Line(isError: false, "::outputs");
            first.Line(isError: true, "an error");
        }

        await using (RunLog log = _run.Open())
        {
            StepLog script = log.For(_run.Step, 1, "act");
            ScriptListener again = new(_run.Masker, script, await script.CountLoggedAsync(default));
            again.Line(isError: true, "an error");
            again.Line(isError: true, "another");
            again.Line(isError: false, "::output port=8080");
            again.Line(isError: false, "::outputs");
            again.Line(isError: false, "the end");
            Assert.Equal("8080", again.Report().Outputs["port"]);
            Assert.Equal(["an error", "another"], again.Report().ErrorTail);
        }

        Assert.Equal(
            ["of the check", "::output port=8080", "::outputs", "'::outpu", "an error", "another", "the end"],
            (await _run.ReadAsync()).Select(entry => entry.Level == LogLevel.Warn ? entry.Message[..8] : entry.Message));
    }

    [Theory]
    [InlineData(75, false, FailureKind.Transient, "create.sh ended with exit code 75.")]
    [InlineData(3, false, FailureKind.Unknown, "create.sh ended with exit code 3.")]
    [InlineData(137, false, FailureKind.Unknown, "create.sh was ended by signal 9.")]
    [InlineData(null, false, FailureKind.Unknown, "create.sh ended and left no exit status.")]
    [InlineData(1, true, FailureKind.Drift, "create.sh found it not as wanted (exit code 1).")]
    public async Task FailureOf_ExitWithoutAHint_IsOfTheKindThatTheExitSays(int? code, bool isCheck, FailureKind kind, string message)
    {
        ScriptReport report = await Hear([.. Enumerable.Range(1, 12).Select(number => $"!error {number}")]);
        Failure failure = report.FailureOf(new ScriptExit(code), "create.sh", isCheck)!;
        Assert.Equal((kind, message, code, "create.sh"), (failure.Kind, failure.Message, failure.ExitCode, failure.Script));
        Assert.Equal(Enumerable.Range(3, 10).Select(number => $"error {number}"), failure.ErrorTail);
    }

    public void Dispose() => _run.Dispose();

    // Lines that begin with ! are of standard error.
    private async Task<ScriptReport> Hear(params string[] lines)
    {
        await using RunLog log = _run.Open();
        ScriptListener listener = new(_run.Masker, log.For(_run.Step, 1));
        foreach (string line in lines)
            listener.Line(line.StartsWith('!'), line.TrimStart('!'));
        return listener.Report();
    }
}
