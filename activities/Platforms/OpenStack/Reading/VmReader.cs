using System.Collections.Immutable;
using Runbooks.Activities.Platforms.OpenStack.Compute;

namespace Runbooks.Activities.Platforms.OpenStack.Reading;

/// <summary>Shows servers as VMs.</summary>
internal static class VmReader
{
    /// <param name="hosts">By name; null where they are not known.</param>
    public static VirtualMachine Read(Server server, Names names, IReadOnlyDictionary<string, Platforms.Host>? hosts) => new(
        names.OfVm(server.TenantId, server.Id),
        server.Id,
        server.Name is { Length: > 0 } name ? name : server.Id,
        PowerOf(server, hosts),
        server.Host is { Length: > 0 } host && hosts?.ContainsKey(host) != false ? host : null,
        server.Zone is { Length: > 0 } zone ? zone : null,
        server.Flavor?.Vcpus ?? 0,
        (server.Flavor?.Ram ?? 0) << 20,
        TagsOf(server),
        [.. server.Addresses.Values.SelectMany(addresses => addresses).Select(address => address.Address).Distinct()],
        CreatedAt: server.Created)
    {
        Cards = CardsOf(server),
    };

    /// <summary>By their addresses. A card without one is not told of, so that a server without any may have cards all the same: null.</summary>
    private static ImmutableArray<NetworkCard>? CardsOf(Server server)
    {
        var cards = server.Addresses.SelectMany(network => network.Value, (network, address) => (Network: network.Key, address.Mac)).Distinct().ToList();
        return cards.Count == 0 || cards.Exists(card => card.Mac is null) ? null : [.. cards.Select(card => new NetworkCard(card.Mac!, card.Network))];
    }

    /// <summary>Metadata, and Nova's tags, which are names without a value.</summary>
    public static ImmutableSortedDictionary<string, string> TagsOf(Server server)
    {
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var tag in server.Tags) tags[tag] = "";
        foreach (var (key, value) in server.Metadata) tags[key] = value;
        tags.Remove(Creation.KeyName);
        return tags.ToImmutable();
    }

    private static PowerState PowerOf(Server server, IReadOnlyDictionary<string, Platforms.Host>? hosts)
    {
        var power = Lifecycle.PowerOf(server);
        var isLost = server.Host is not null && hosts?.GetValueOrDefault(server.Host)?.State == HostState.Down;
        return isLost && power == PowerState.On ? PowerState.Unknown : power;
    }
}
