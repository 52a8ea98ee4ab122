using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.State;
using BatchWorkflow.TestKit;
using BatchWorkflow.TestKit.Storing;

namespace BatchWorkflow.Engine.Tests.Running;

public sealed class AttemptStreamsTests
{
    [Fact]
    public async Task Clear_AttemptsOfAnEngineThatDied_RemovesOnlyTheStreamsOfThoseThatEnded()
    {
        using TemporaryFolder folder = new();
        await using JournalWriter journal = await JournalWriter.OpenAsync(new MemoryStore(), "20260101-000000-test", 1, TimeProvider.System, default);
        RunRecorder recorder = new(new RunState(Plans.Of([Plans.Step("a/x")])), journal);
        await recorder.RecordAsync(new AttemptStarted { Step = "a/x", Attempt = 1, Token = "t" }, CancellationToken.None);
        await recorder.RecordAsync(new AttemptEnded { Step = "a/x", Attempt = 1, Result = AttemptResult.Failed }, CancellationToken.None);
        await recorder.RecordAsync(new AttemptStarted { Step = "a/x", Attempt = 2, Token = "t" }, CancellationToken.None);
        foreach (string file in (string[])["1/check/stdout", "1/act/stdout", "1/act/stderr", "1/act/started", "1/act/exit", "2/act/stdout", "2/act/started"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[$"a+x/{file}"])!);
            await File.WriteAllTextAsync(folder[$"a+x/{file}"], "text", TestContext.Current.CancellationToken);
        }
        AttemptStreams streams = new(folder.Path, Assert.Fail);

        streams.Note(recorder.State);
        await streams.ClearAsync(recorder);

        Assert.Equal(["1/act/exit", "1/act/started", "2/act/started", "2/act/stdout"],
            Directory.GetFiles(folder["a+x"], "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder["a+x"], f)).Order(StringComparer.Ordinal));
    }
}
