using System.Globalization;
using System.Net;

namespace BatchWorkflow.StandIn.Configuration;

/// <summary>A single value, as its file spells it.</summary>
internal sealed class ScalarNode(string file, int line, string text) : ConfigNode(file, line)
{
    /// <summary>The value without its quotes.</summary>
    public string Text { get; } = text;

    /// <summary>The value as a whole number within bounds.</summary>
    public int Integer(string name, int least, int most)
    {
        if (!int.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
            throw Wrong($"{name} must be a whole number, not '{Text}'");
        return number >= least && number <= most ? number : throw Wrong($"{name} must be between {least} and {most}, not {Text}");
    }

    /// <summary>The value as a port.</summary>
    public int Port(string name) => Integer(name, 1, 65535);

    /// <summary>The value as true or false.</summary>
    public bool Flag(string name) => Text.ToLowerInvariant() switch
    {
        "true" => true,
        "false" => false,
        _ => throw Wrong($"{name} must be true or false, not '{Text}'"),
    };

    /// <summary>The value, which must be one of these, whatever its case.</summary>
    public string OneOf(string name, params string[] allowed) =>
        allowed.FirstOrDefault(one => one.Equals(Text, StringComparison.OrdinalIgnoreCase))
        ?? throw Wrong($"{name} must be one of {string.Join(", ", allowed)}, not '{Text}'");

    /// <summary>The value, which must be exactly this.</summary>
    public void MustBe(string name, string wanted)
    {
        if (Text != wanted)
            throw Wrong($"{name} must be {wanted}, not '{Text}'");
    }

    /// <summary>The value as an address of this machine only: a stand-in listens nowhere else.</summary>
    public IPAddress Loopback(string name)
    {
        if (!IPAddress.TryParse(Text, out IPAddress? address))
            throw Wrong($"{name} must be an IP address, not '{Text}'");
        return IPAddress.IsLoopback(address) ? address : throw Wrong($"{name} must be a loopback address: a stand-in does not listen on {Text}");
    }

    /// <summary>The value as an absolute path.</summary>
    public string AbsolutePath(string name) =>
        Text.StartsWith('/') ? Text : throw Wrong($"{name} must be an absolute path, not '{Text}'");

    /// <summary>The value as a network such as 10.244.0.0/16.</summary>
    public IPNetwork Network(string name) =>
        IPNetwork.TryParse(Text, out IPNetwork network) ? network : throw Wrong($"{name} must be a network such as 10.244.0.0/16, not '{Text}'");
}
