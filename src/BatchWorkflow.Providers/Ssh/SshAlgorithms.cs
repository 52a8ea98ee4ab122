using Renci.SshNet;

namespace BatchWorkflow.Providers.Ssh;

/// <summary>Which algorithms are offered, and in which order.</summary>
internal static class SshAlgorithms
{
    /// <summary>The word that puts the post-quantum key exchanges first.</summary>
    public const string PostQuantum = "post_quantum";

    private static readonly string[] Quantum = ["mlkem768x25519-sha256", "sntrup761x25519-sha512", "sntrup761x25519-sha512@openssh.com"];

    // A key exchange is most of what a connection costs, and these cost the least. None has SHA-1 or a group below 2048 bits.
    private static readonly string[] Fast =
    [
        "curve25519-sha256", "curve25519-sha256@libssh.org", "ecdh-sha2-nistp256", "ecdh-sha2-nistp384", "ecdh-sha2-nistp521",
    ];

    private static readonly string[] Others =
        ["diffie-hellman-group-exchange-sha256", "diffie-hellman-group16-sha512", "diffie-hellman-group18-sha512", "diffie-hellman-group14-sha256"];

    // One pass over each packet in place of two.
    private static readonly string[] Encryptions =
        ["aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "aes128-ctr", "aes192-ctr", "aes256-ctr", "chacha20-poly1305@openssh.com"];

    private static readonly string[] HostKeyTypes =
        ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "rsa-sha2-512", "rsa-sha2-256"];

    /// <summary>The names of all key exchanges that can be chosen.</summary>
    public static IEnumerable<string> KeyExchanges => [.. Fast, .. Quantum, .. Others];

    /// <summary>Whether a setting can name this.</summary>
    public static bool IsKeyExchange(string name) => name == PostQuantum || KeyExchanges.Contains(name);

    /// <summary>Puts the algorithms of a connection into order and takes away the weak ones.</summary>
    /// <param name="info">The connection.</param>
    /// <param name="keyExchange">What its settings say.</param>
    /// <param name="knownTypes">Types of keys that are known of the host: asked for first, or a host with several would seem changed.</param>
    public static void Choose(ConnectionInfo info, IReadOnlyList<string> keyExchange, IReadOnlyCollection<string> knownTypes)
    {
        Keep(info.KeyExchangeAlgorithms, keyExchange switch
        {
            [] => [.. Fast, .. Quantum, .. Others],
            [PostQuantum] => [.. Quantum, .. Fast, .. Others],
            _ => keyExchange.Where(name => name != PostQuantum),
        });
        Keep(info.Encryptions, Encryptions);
        // Certificates of hosts are not judged yet, so the plain keys are asked for.
        Keep(info.HostKeyAlgorithms, HostKeyTypes.OrderByDescending(type => knownTypes.Contains(BlobType(type))));
    }

    /// <summary>How key data itself names its type: RSA keys have one type and several ways to sign.</summary>
    public static string BlobType(string algorithm) => algorithm.StartsWith("rsa-", StringComparison.Ordinal) ? "ssh-rsa" : algorithm;

    private static void Keep<T>(IOrderedDictionary<string, T> all, IEnumerable<string> wanted)
    {
        List<KeyValuePair<string, T>> kept = [.. wanted.Where(all.ContainsKey).Select(name => KeyValuePair.Create(name, all[name]))];
        all.Clear();
        kept.ForEach(pair => all.Add(pair.Key, pair.Value));
    }
}
