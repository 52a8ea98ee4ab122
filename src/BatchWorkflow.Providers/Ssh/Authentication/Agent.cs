using System.Net.Sockets;
using System.Text;
using Renci.SshNet;

namespace BatchWorkflow.Providers.Ssh.Authentication;

/// <summary>The agent that holds the user's keys: it signs, and never gives a key away.</summary>
internal sealed class Agent(string socketPath)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The agent of this process's environment, or null.</summary>
    public static Agent? Current => Environment.GetEnvironmentVariable("SSH_AUTH_SOCK") is { Length: > 0 } path && File.Exists(path) ? new Agent(path) : null;

    /// <summary>Its keys; none when it does not answer.</summary>
    public IReadOnlyList<IPrivateKeySource> Keys()
    {
        try
        {
            AgentMessage answer = Ask(new AgentMessage(AgentMessage.RequestKeys));
            if (answer.Type != AgentMessage.Keys)
                return [];
            List<IPrivateKeySource> keys = [];
            for (uint left = answer.ReadNumber(); left > 0; left--)
            {
                byte[] key = answer.ReadBytes();
                string comment = Encoding.UTF8.GetString(answer.ReadBytes());
                keys.Add(new AgentKey(this, key, comment));
            }
            return keys;
        }
        catch (Exception silent) when (silent is SocketException or IOException or InvalidDataException)
        {
            // An agent that is gone leaves its variable behind; other ways to log in are left.
            return [];
        }
    }

    /// <summary>Has it sign.</summary>
    /// <param name="key">The public key's data.</param>
    /// <param name="data">What is signed.</param>
    /// <param name="flags">Which hash an RSA key takes.</param>
    /// <returns>The signature with its algorithm's name before it.</returns>
    public byte[] Sign(byte[] key, byte[] data, uint flags)
    {
        AgentMessage answer = Ask(new AgentMessage(AgentMessage.RequestSignature).Add(key).Add(data).Add(flags));
        return answer.Type == AgentMessage.Signature ? answer.ReadBytes() : throw new FailureException(new Failure
        {
            Kind = FailureKind.Auth,
            Message = "The ssh agent refused to sign with a key that it has.",
        });
    }

    private AgentMessage Ask(AgentMessage question)
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.SendTimeout = socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        socket.Connect(new UnixDomainSocketEndPoint(socketPath));
        using NetworkStream stream = new(socket);
        question.WriteTo(stream);
        return AgentMessage.ReadFrom(stream);
    }
}
