using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Xml.Linq;
using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Session;

namespace Runbooks.Activities.Platforms.VSphere.Reading;

/// <summary>Reads the network cards of VMs. vCenter gives the hardware of a VM as a whole only, which is much: it is read again where the
/// configuration has changed since.</summary>
internal sealed class CardReader
{
    /// <summary>Changes with every change of a VM's configuration.</summary>
    public const string Version = "config.changeVersion";

    private const string Hardware = "config.hardware.device";
    private const int AtATime = 100;
    private readonly ConcurrentDictionary<ManagedObject, Known> _known = new();

    private sealed record Known(string Version, ImmutableArray<Card> Cards);

    /// <param name="Network">What it is plugged into; <see cref="Named"/> where only a name of that is told.</param>
    private sealed record Card(string Mac, bool IsPlugged, ManagedObject? Network, string? Named);

    /// <summary>Reads what is not known of these.</summary>
    public async Task LoadAsync(OpenSession session, IReadOnlyCollection<ObjectProperties> vms, CancellationToken cancellation)
    {
        foreach (var some in vms.Where(vm => IsNews(vm)).Chunk(AtATime))
        {
            var versions = some.ToDictionary(vm => vm.Object, vm => vm.Text(Version) ?? "");
            foreach (var read in await PropertyReader.SomeAsync(session, [.. versions.Keys], [Hardware], cancellation))
                _known[read.Object] = new Known(versions[read.Object], [.. Devices.CardsOf(read).Select(Read)]);
        }
    }

    /// <summary>Forgets VMs that are gone.</summary>
    public void Keep(IEnumerable<ObjectProperties> vms)
    {
        var there = vms.Select(vm => vm.Object).ToHashSet();
        foreach (var gone in _known.Keys.Where(vm => !there.Contains(vm))) _known.TryRemove(gone, out _);
    }

    /// <summary>Null where they are not known.</summary>
    public ImmutableArray<NetworkCard>? Of(ManagedObject vm, Names names) => _known.TryGetValue(vm, out var known)
        ? [.. known.Cards.Select(card => new NetworkCard(card.Mac, card.IsPlugged ? names.Of(card.Network) ?? card.Named : null))]
        : null;

    /// <summary>The networks whose names are needed.</summary>
    public IEnumerable<ManagedObject> NetworksOf(ManagedObject vm) =>
        _known.TryGetValue(vm, out var known) ? known.Cards.Select(card => card.Network).OfType<ManagedObject>().Distinct() : [];

    private bool IsNews(ObjectProperties vm) =>
        vm.Text("config.instanceUuid") is not null
        && !(_known.TryGetValue(vm.Object, out var known) && known.Version.Length > 0 && known.Version == vm.Text(Version));

    private static Card Read(XElement card)
    {
        var backing = card.Child("backing");
        // The key of a distributed port group is its reference.
        var network = backing?.Child("network")?.AsReference()
            ?? (backing?.Child("port")?.Text("portgroupKey") is { } group ? new ManagedObject("DistributedVirtualPortgroup", group) : null);
        return new Card(card.Text("macAddress") ?? "", IsPlugged(card.Child("connectable")), network, backing?.Text("deviceName") ?? backing?.Text("opaqueNetworkId") ?? "?");
    }

    /// <summary>Also one that its guest may plug in itself.</summary>
    private static bool IsPlugged(XElement? connectable) =>
        connectable is null
        || Vim.AsBool(connectable.Text("startConnected")) != false
        || Vim.AsBool(connectable.Text("connected")) != false
        || Vim.AsBool(connectable.Text("allowGuestControl")) != false;
}
