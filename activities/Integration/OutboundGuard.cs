using System.Net;
using System.Net.Sockets;

namespace Runbooks.Activities.Integration;

/// <summary>Which addresses requests of workflows may reach. This server stands inside the network that it manages: without a guard, whoever
/// writes a workflow could read the metadata service of its cloud (and with it its credentials), or whatever listens on its loopback.</summary>
public sealed class OutboundGuard
{
    /// <summary>Special-purpose addresses that are no destination for a workflow (IANA registries of RFC 6890), and metadata services that
    /// clouds put outside of the link-local range. Private networks stay open: that is where the managed systems are.</summary>
    private static readonly IPNetwork[] Closed =
    [
        .. new[]
        {
            "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "224.0.0.0/4", "240.0.0.0/4", // this host, loopback, link-local, …
            "100.100.100.200/32", "168.63.129.16/32", // metadata of Alibaba Cloud, wire server of Azure
            "::/128", "::1/128", "fe80::/10", "ff00::/8", "2001::/32", "64:ff9b:1::/48", // …, Teredo, local NAT64
            "fd00:ec2::254/128", "fd20:ce::254/128", // metadata of EC2 and Google Cloud over IPv6
        }.Select(IPNetwork.Parse),
    ];

    // IPv6 ranges that carry an IPv4 address, which is then what is reached: the position of its first byte.
    private static readonly (IPNetwork Network, int At)[] Carriers =
    [
        (IPNetwork.Parse("::ffff:0:0/96"), 12),
        (IPNetwork.Parse("::/96"), 12),
        (IPNetwork.Parse("64:ff9b::/96"), 12),
        (IPNetwork.Parse("2002::/16"), 2),
    ];

    private readonly IPNetwork[] allowed;

    /// <exception cref="FormatException">An entry of <c>Allow</c> is neither an address nor a network.</exception>
    public OutboundGuard(OutboundOptions options) => allowed = [.. options.Allow.Select(Parse)];

    public bool Allows(IPAddress address)
    {
        var reached = Reached(address);
        return allowed.Any(network => network.Contains(reached)) || !Closed.Any(network => network.Contains(reached));
    }

    private static IPAddress Reached(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        // Without its scope id, which networks do not match.
        var plain = new IPAddress(address.GetAddressBytes());
        if (plain.Equals(IPAddress.IPv6Any) || plain.Equals(IPAddress.IPv6Loopback)) return plain;
        var carrier = Carriers.FirstOrDefault(carrier => carrier.Network.Contains(plain));
        return carrier.At == 0 ? plain : new IPAddress(plain.GetAddressBytes().AsSpan(carrier.At, 4));
    }

    private static IPNetwork Parse(string text)
    {
        if (IPNetwork.TryParse(text, out var network)) return network;
        if (IPAddress.TryParse(text, out var address)) return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        throw new FormatException($"'{text}' is neither an address nor a network such as 127.0.0.0/8.");
    }
}
