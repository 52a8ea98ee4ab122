using System.Globalization;

namespace BatchWorkflow.Providers.Local.Ports;

/// <summary>Why a server gets no ports: which key asks for them, and who has what.</summary>
internal static class PortRefusal
{
    private const int MostNamed = 8;

    /// <summary>Throws when an infrastructure's servers would have more than their range allows.</summary>
    public static void DemandRoom(PortReservation wanted, IReadOnlyList<PortReservation> held, int most)
    {
        int sum = held.Sum(other => other.Count);
        if (sum + wanted.Count > most)
            throw Refused(wanted,
                $"port_range_size allows the servers of its infrastructure {Ports(most)} together. {Holders(held)}",
                "Raise port_range_size under providers.local, set it to fewer ports a server, or delete servers that are no longer needed.");
    }

    /// <summary>No ports are left on this machine.</summary>
    public static FailureException Full(PortReservation wanted, IReadOnlyList<PortReservation> held) => Refused(wanted,
        string.Create(CultureInfo.InvariantCulture, $"no {wanted.Count} in a row are free from {FreePorts.First} to {FreePorts.End - 1}. {Holders(held)}"),
        "Delete local servers that are no longer needed, or give servers fewer ports: by their key ports, or for all of them under providers.local.");

    private static FailureException Refused(PortReservation wanted, string reason, string advice) => new(new Failure
    {
        Kind = FailureKind.Quota,
        Message = $"A script of {wanted.Server} asks for the server's ports (ports: {wanted.Count.ToString(CultureInfo.InvariantCulture)}), but {reason} {advice}",
    });

    private static string Holders(IReadOnlyList<PortReservation> held)
    {
        if (held.Count == 0)
            return "None of your servers holds any: other programs listen there.";
        List<PortReservation> named = [.. held.OrderByDescending(other => other.Count).ThenBy(other => other.Base).Take(MostNamed)];
        string list = string.Join("; ", named.Select(Holder));
        return held.Count == named.Count ? $"Held: {list}."
            : $"Held: {list}; and {Ports(held.Sum(other => other.Count) - named.Sum(other => other.Count))} by {held.Count - named.Count} other servers.";
    }

    private static string Holder(PortReservation one) => string.Create(
        CultureInfo.InvariantCulture, $"{one.Base}-{one.Block.End - 1} by {one.Server} in {Path.GetDirectoryName(one.File)}");

    private static string Ports(int count) => count == 1 ? "1 port" : string.Create(CultureInfo.InvariantCulture, $"{count} ports");
}
