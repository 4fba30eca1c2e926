using System.Globalization;

namespace Runbooks.Activities.Platforms.Simulator.Backups;

/// <summary>How VMs come back from copies.</summary>
internal static class RestoreRules
{
    public static FleetEffect Restore(SimulatedTask task, FleetState fleet, DateTimeOffset at)
    {
        var order = task.Restore!;
        var copy = BackupRules.Known(order.Copy, fleet);
        for (var read = copy; read is not null; read = read.Parent is null ? null : fleet.FindBackup(read.Parent))
        {
            if (read.IsDamaged) throw new PlatformException(PlatformError.Invalid, $"simulated: '{read.Id}' cannot be read: checksum mismatch");
        }

        return order.Into is null ? Make(task, order, copy.Blueprint.Machine, fleet, at) : Overwrite(order, copy.Blueprint.Machine, fleet);
    }

    /// <summary>The VM is what it was, but where it is now and with the cards that it has now; its snapshots are of other disks.</summary>
    private static FleetEffect Overwrite(RestoreOrder order, VirtualMachine was, FleetState fleet)
    {
        var vm = fleet.Answering(order.Into!);
        if (vm.Condition.Power != PowerState.Off)
        {
            throw new PlatformException(
                PlatformError.Conflict, $"simulated: {vm.Machine.Name} is not off; only a VM that is off is given other disks");
        }

        var condition = vm.Condition with { Snapshots = [], Current = null, Checkpoints = null, Cpus = was.Cpus, MemoryBytes = was.MemoryBytes, Tags = was.Tags };
        return new FleetEffect(condition, Result: ActivityJson.Write(new Provisioned(order.Into!)));
    }

    private static FleetEffect Make(SimulatedTask task, RestoreOrder order, VirtualMachine was, FleetState fleet, DateTimeOffset at)
    {
        Making.RequireFree(order.Name, task, fleet);
        Making.RequirePlaces(order.Storage, order.Network, fleet);
        var host = Placement.For(
            new VmOrder(order.Name, "", was.Cpus, was.MemoryBytes, null, order.Host, order.Storage, null, order.Tags, null, PowerOn: false),
            was.MemoryBytes, fleet);
        var place = Chaos.Hash(task.Id);
        var id = Chaos.Uuid(place, Chaos.Hash(order.Name)).ToString();
        var machine = was with
        {
            Id = $"{SimulatorFactory.Name}:{id}",
            NativeId = id,
            Name = order.Name,
            PowerState = PowerState.Off,
            Host = host.Name,
            Cluster = host.Cluster,
            Tags = order.Tags,
            IpAddresses = [Making.FreeAddress(fleet)],
            CreatedAt = at,
            Storages = [order.Storage ?? host.Storages[0]],
            Cards = [new NetworkCard(Mac(place), order.Network)],
            GuestAnswers = false,
        };
        var rest = 0.006 * (1 + Chaos.Fraction(place));
        var load = new LoadProfile(LoadShape.Idle, place, rest, rest, 0, 0.2 + (0.2 * Chaos.Fraction(~place)));
        return new FleetEffect(new VmCondition(PowerState.Off, []), new VmBlueprint(machine, load));
    }

    /// <summary>Locally administered.</summary>
    public static string Mac(ulong place)
    {
        var n = Chaos.Hash(place, Chaos.Hash("mac"));
        return string.Create(CultureInfo.InvariantCulture, $"02:{(byte)n:x2}:{(byte)(n >> 8):x2}:{(byte)(n >> 16):x2}:{(byte)(n >> 24):x2}:{(byte)(n >> 32):x2}");
    }
}
