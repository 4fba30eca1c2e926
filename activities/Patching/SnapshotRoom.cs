using Runbooks.Activities.Fleet;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Patching;

/// <summary>Whether the storages of a VM bear one more snapshot: snapshots grow, and a full datastore stops every VM on it. What cannot be
/// read counts as full.</summary>
internal static class SnapshotRoom
{
    /// <summary>Snapshots of this activity begin so; they are to be removed after 72 hours (vm.prune-snapshots).</summary>
    public const string Prefix = "before-patch-72h-";

    public static readonly TimeSpan Kept = TimeSpan.FromHours(72);

    /// <summary>The share of a datastore that stays free.</summary>
    public const double Free = 0.2;

    /// <summary>At most so many snapshots of this activity on the VMs of one datastore.</summary>
    public const int Cap = 20;

    /// <summary>Whoever has it is the only one of its connection who counts snapshots and takes one: two that counted at once would both find room for
    /// the last.</summary>
    private const string Turn = "take-turn-for-snapshot";

    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private const string Stays = "It was not patched, and is as it was.";

    /// <summary>Waits for its turn, which is an operation's place: it holds against other runs, and outlives a crash. Whoever has a turn waits for nothing
    /// that another holds.</summary>
    public static async Task InTurnAsync(FleetVm vm, ActivityContext context, Func<CancellationToken, Task> take, CancellationToken cancellation)
    {
        var turn = new OperationCall
        {
            Name = Turn,
            Kind = OperationKind.Convergent,
            Hold = new OperationHold(Other: null, $"patch-snapshots:{vm.Connection}", Places: 1),
            Start = (_, _) => Task.FromResult(vm.Connection),
            Attach = async (_, stop) =>
            {
                await take(stop);
                return null;
            },
        };
        while (true)
        {
            try
            {
                await context.OperationAsync(turn, cancellation);
                return;
            }
            catch (ActivityFailure failure) when (failure.Code == OperationHold.NoPlaceCode)
            {
                context.Progress(0.1, "Waiting until others have taken their snapshots");
                await Task.Delay(BetweenTries, context.Time, cancellation);
            }
        }
    }

    /// <exception cref="ActivityFailure"><c>patch.datastore-full</c>, <c>patch.snapshot-cap</c>, or <c>patch.snapshot-room-unknown</c>.</exception>
    public static async Task DemandAsync(FleetVm vm, IPlatformReader platform, CancellationToken cancellation)
    {
        try
        {
            var inventory = await platform.GetInventoryAsync(cancellation);
            var names = inventory.VirtualMachines.FirstOrDefault(other => other.NativeId == vm.Vm.NativeId)?.Storages ?? [];
            if (names.IsDefaultOrEmpty) throw Unknown(vm, "its platform does not say which storage it is on");
            foreach (var name in names) DemandFree(vm, name, inventory.Storages.Where(storage => storage.Name == name).ToList());
            foreach (var name in names) await DemandFewAsync(vm, name, inventory, platform, cancellation);
        }
        catch (PlatformException error)
        {
            throw Unknown(vm, $"{vm.Platform}: `{error.Message}`");
        }
    }

    private static void DemandFree(FleetVm vm, string name, List<Storage> storages)
    {
        if (storages.Count == 0 || storages.Any(storage => storage.CapacityBytes <= 0)) throw Unknown(vm, $"nothing is said of the storage {name}");
        var least = storages.Min(storage => (double)storage.FreeBytes / storage.CapacityBytes);
        if (least >= Free) return;
        throw new ActivityFailure(
            "patch.datastore-full",
            $"{vm.Name} is on {name}, of which {least:P0} is free; {Free:P0} has to stay free where snapshots are taken. {Stays} "
            + "Next: make room, remove old snapshots, or patch without a snapshot.");
    }

    private static async Task DemandFewAsync(FleetVm vm, string name, Inventory inventory, IPlatformReader platform, CancellationToken cancellation)
    {
        var found = 0;
        foreach (var other in inventory.VirtualMachines.Where(other => other.Storages.Contains(name)))
        {
            found += (await platform.GetSnapshotsAsync(other.NativeId, cancellation)).Count(snapshot => snapshot.Name.StartsWith(Prefix, StringComparison.Ordinal));
            if (found < Cap) continue;
            throw new ActivityFailure(
                "patch.snapshot-cap",
                $"The VMs on {name} have {found} snapshots from patching, which is as many as there may be at once. {vm.Name} {Stays[3..]} "
                + $"Next: remove those that are no longer needed (vm.prune-snapshots; their names begin with {Prefix}).");
        }
    }

    private static ActivityFailure Unknown(FleetVm vm, string why) => new(
        "patch.snapshot-room-unknown",
        $"Whether there is room for a snapshot of {vm.Name} cannot be told: {why}. {Stays} Next: mend that, or patch without a snapshot.", retryable: true);
}
