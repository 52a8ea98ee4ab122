using BatchWorkflow.Providers.Local.Scripts;

namespace BatchWorkflow.Providers.Shells;

/// <summary>Hands the two streams of a script over as lines, and knows how far each was read.</summary>
internal sealed class ScriptSink(IScriptOutput output)
{
    private readonly LineCutter standard = new(line => output.Line(isError: false, line)), error = new(line => output.Line(isError: true, line));

    /// <summary>Bytes of standard output so far.</summary>
    public long Output { get; private set; }

    /// <summary>Bytes of standard error so far.</summary>
    public long Error { get; private set; }

    /// <summary>Takes what an answer has of both streams, from where they were read to.</summary>
    /// <returns>True when there may be more.</returns>
    public bool Take(ShellReply reply, int portion)
    {
        ReadOnlySpan<byte> output = reply.Bytes("out"), error = reply.Bytes("err");
        standard.Take(output);
        this.error.Take(error);
        Output += output.Length;
        Error += error.Length;
        return output.Length == portion || error.Length == portion;
    }

    /// <summary>No more comes: a last line needs no line end.</summary>
    public void Finish()
    {
        standard.Finish();
        error.Finish();
    }
}
