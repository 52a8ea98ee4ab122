using BatchWorkflow.Providers.Shells;

namespace BatchWorkflow.Providers.Tests.Shells;

/// <summary>The end of a channel, which its reader and its owner both bring about.</summary>
public sealed class ShellChannelTests
{
    [Fact]
    public void Dispose_ByTwoAtOnce_EndsItOnce()
    {
        for (int round = 0; round < 200; round++)
        {
            CountingChannel channel = new();

            Parallel.Invoke(channel.Dispose, channel.Dispose, channel.Dispose);

            Assert.Equal(1, channel.Ends);
        }
    }

    private sealed class CountingChannel : ShellChannel
    {
        private int _ends;

        public int Ends => _ends;

        public override Stream Input => Stream.Null;

        public override Stream Output => Stream.Null;

        public override int? ExitCode => null;

        public override string? Trouble => null;

        protected override void Dispose(bool disposing) => Interlocked.Increment(ref _ends);
    }
}
