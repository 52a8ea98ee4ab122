namespace BatchWorkflow.Providers.Local.Ports;

/// <summary>Ports that a server of this user has on this machine.</summary>
/// <param name="Base">The first.</param>
/// <param name="Count">How many.</param>
/// <param name="Server">The server's identity.</param>
/// <param name="File">The server's file that names them; without it they are free.</param>
internal sealed record PortReservation(int Base, int Count, string Server, string File)
{
    /// <summary>The ports.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public PortBlock Block => new(Base, Count);
}
