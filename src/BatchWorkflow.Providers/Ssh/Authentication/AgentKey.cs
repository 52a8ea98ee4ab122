using System.Buffers.Binary;
using System.Text;
using Renci.SshNet;
using Renci.SshNet.Security;

namespace BatchWorkflow.Providers.Ssh.Authentication;

/// <summary>A key that the agent holds.</summary>
internal sealed class AgentKey : IPrivateKeySource
{
    private const uint Sha256 = 2, Sha512 = 4;

    public AgentKey(Agent agent, byte[] key, string comment)
    {
        Comment = comment;
        string type = TypeOf(key);
        HostKeyAlgorithms = type == "ssh-rsa"
            ? [new Algorithm("rsa-sha2-512", agent, key, Sha512), new Algorithm("rsa-sha2-256", agent, key, Sha256)]
            : [new Algorithm(type, agent, key, 0)];
    }

    /// <summary>What its owner calls it.</summary>
    public string Comment { get; }

    /// <inheritdoc />
    public IReadOnlyCollection<HostAlgorithm> HostKeyAlgorithms { get; }

    private static string TypeOf(byte[] key)
        => key.Length > 4 && BinaryPrimitives.ReadUInt32BigEndian(key) is var length && length <= key.Length - 4
            ? Encoding.ASCII.GetString(key, 4, (int)length) : throw new InvalidDataException("The agent has a key that is none.");

    private sealed class Algorithm(string name, Agent agent, byte[] key, uint flags) : HostAlgorithm(name)
    {
        public override byte[] Data => key;

        public override byte[] Sign(byte[] data) => agent.Sign(key, data, flags);

        public override bool VerifySignature(byte[] data, byte[] signature) => throw new NotSupportedException("The agent only signs.");
    }
}
