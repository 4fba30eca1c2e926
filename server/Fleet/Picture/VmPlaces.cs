using System.Collections.Concurrent;
using Runbooks.Activities.Platforms;

namespace Runbooks.Server.Fleet.Picture;

/// <summary>When VMs were first seen on their present hosts, whoever moved them. It begins anew with the process: after a restart a VM that
/// was moved just before may be moved once more.</summary>
internal sealed class VmPlaces
{
    private readonly ConcurrentDictionary<string, Place> places = new(StringComparer.Ordinal);

    /// <returns>When it came from another host; null where it did not, as far as is known.</returns>
    public DateTimeOffset? See(VirtualMachine vm, DateTimeOffset at)
    {
        if (vm.Host is not { } host) return places.TryGetValue(vm.Id, out var last) ? last.MovedAt : null;
        if (places.TryGetValue(vm.Id, out var known) && known.Host == host) return known.MovedAt;
        DateTimeOffset? moved = known.Host is null ? null : at;
        places[vm.Id] = new Place(host, moved);
        return moved;
    }

    public void Forget(FleetSnapshot snapshot)
    {
        if (places.Count <= snapshot.Vms.Count) return;
        foreach (var id in places.Keys)
            if (snapshot.FindVm(id) is null) places.TryRemove(id, out _);
    }

    private readonly record struct Place(string Host, DateTimeOffset? MovedAt);
}
