using System.Text;
using BatchWorkflow.Providers.Local.Scripts;

namespace BatchWorkflow.Providers.Tests.Local;

public sealed class OutputTests : SandboxTest
{
    private const int FiftyMegabytes = 50_000_000;

    [Fact]
    public async Task Output_FiftyMegabytesOfLines_AllComeWithoutBeingKept()
    {
        Counter counter = new();
        int? code = await RunAsync(Request($"yes 0123456789012345678901234567890123456789012345678 | head -c {FiftyMegabytes}"), counter);
        Assert.Equal(0, code);
        Assert.Equal(FiftyMegabytes / 50, counter.Lines);
        Assert.True(counter.HighestMemory - counter.MemoryBefore < 64_000_000, $"{counter.HighestMemory - counter.MemoryBefore} bytes");
    }

    [Fact]
    public async Task Output_OneLineOfFiftyMegabytes_IsCutAndMarked()
    {
        Counter counter = new();
        long before = GC.GetTotalAllocatedBytes();
        await RunAsync(Request($"head -c {FiftyMegabytes} /dev/zero | tr '\\0' x; echo; echo next"), counter);
        Assert.Equal(["next"], counter.Last(1));
        Assert.Equal($"xx [cut: {FiftyMegabytes - LineCutter.LongestLine} more bytes]", counter.Last(2)[0][(LineCutter.LongestLine - 2)..]);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 25_000_000, $"{GC.GetTotalAllocatedBytes() - before} bytes");
    }

    [Theory]
    [InlineData("one\ntwo\n", "one|two")]
    [InlineData("one\n\ntwo", "one||two")]
    [InlineData("windows\r\nlines\r\n", "windows|lines")]
    [InlineData("progress 1\rprogress 2\n", "progress 1\rprogress 2")]
    [InlineData("zw\u00f6lf \u20ac \U0001F600\n", "zw\u00f6lf \u20ac \U0001F600")]
    [InlineData("a\0b\n", "a\u2400b")]
    [InlineData("", "")]
    public void Cutter_AnyPortions_GivesTheSameLines(string text, string lines)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        for (int portion = 1; portion <= Math.Max(1, bytes.Length); portion++)
        {
            List<string> got = [];
            LineCutter cutter = new(got.Add);
            foreach (byte[] part in bytes.Chunk(portion))
                cutter.Take(part);
            cutter.Finish();
            Assert.Equal(text.Length == 0 ? [] : lines.Split('|'), got);
        }
    }

    [Fact]
    public void Cutter_LongLineOfWideCharacters_CutsBetweenCharacters()
    {
        List<string> got = [];
        LineCutter cutter = new(got.Add);
        cutter.Take(Encoding.UTF8.GetBytes("x" + new string('\u20ac', LineCutter.LongestLine)));
        cutter.Finish();
        int whole = (LineCutter.LongestLine - 1) / 3;
        Assert.Equal($"x{new string('\u20ac', whole)} [cut: {(LineCutter.LongestLine - whole) * 3} more bytes]", Assert.Single(got));
    }

    [Fact]
    public void Cutter_BrokenUtf8_IsReplaced()
    {
        List<string> got = [];
        LineCutter cutter = new(got.Add);
        cutter.Take([(byte)'a', 0xFF, (byte)'b', (byte)'\n']);
        Assert.Equal(["a\uFFFDb"], got);
    }

    private async Task<int?> RunAsync(ScriptRequest request, IScriptOutput output)
    {
        await Connection.StartAsync(request, default);
        return (await Connection.WaitAsync(request.Reference, output, default)).Code;
    }

    private sealed class Counter : IScriptOutput
    {
        private readonly Queue<string> last = new();

        public long MemoryBefore { get; } = GC.GetTotalMemory(forceFullCollection: true);

        public long HighestMemory { get; private set; }

        public int Lines { get; private set; }

        public string[] Last(int count) => [.. last.TakeLast(count)];

        public void Line(bool isError, string line)
        {
            if (++Lines % 10_000 == 0)
                HighestMemory = Math.Max(HighestMemory, GC.GetTotalMemory(forceFullCollection: false));
            last.Enqueue(line);
            if (last.Count > 2)
                last.Dequeue();
        }
    }
}
