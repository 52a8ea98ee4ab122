using System.Buffers.Binary;

namespace BatchWorkflow.StandIn.Storage;

/// <summary>A call of ONC RPC and its answer (RFC 5531), as far as the NULL call of NFS goes.</summary>
internal sealed record RpcCall(uint Id, uint Program, uint Version, uint Procedure)
{
    private const uint Nfs = 100003;
    private const uint IsReply = 1;
    private const uint Success = 0;
    private const uint NoProgram = 1;
    private const uint NoVersion = 2;
    private const uint NoProcedure = 3;

    /// <summary>Asks NFS version 4 for nothing.</summary>
    public static RpcCall Null { get; } = new(0x6277_6f72, Nfs, 4, 0);

    /// <summary>Reads a record; null when it is no call.</summary>
    public static RpcCall? Decode(byte[] record)
    {
        uint[] words = Words(record);
        return words.Length >= 6 && words[1] == 0 && words[2] == 2 ? new RpcCall(words[0], words[3], words[4], words[5]) : null;
    }

    /// <summary>The call as a record, without credentials.</summary>
    public byte[] Encode() => Bytes(Id, 0, 2, Program, Version, Procedure, 0, 0, 0, 0);

    /// <summary>What the stand-in answers.</summary>
    public byte[] Reply() => this switch
    {
        { Program: not Nfs } => Bytes(Id, IsReply, 0, 0, 0, NoProgram),
        { Version: not 4 } => Bytes(Id, IsReply, 0, 0, 0, NoVersion, 4, 4),
        { Procedure: not 0 } => Bytes(Id, IsReply, 0, 0, 0, NoProcedure),
        _ => Bytes(Id, IsReply, 0, 0, 0, Success),
    };

    /// <summary>True when a record says that this call succeeded.</summary>
    public bool IsAcceptedBy(byte[]? record) =>
        record is not null && Words(record) is [var id, IsReply, 0, _, _, Success, ..] && id == Id;

    private static byte[] Bytes(params ReadOnlySpan<uint> words)
    {
        byte[] bytes = new byte[words.Length * 4];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(i * 4), words[i]);
        return bytes;
    }

    private static uint[] Words(byte[] bytes) =>
        [.. Enumerable.Range(0, bytes.Length / 4).Select(i => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(i * 4)))];
}
