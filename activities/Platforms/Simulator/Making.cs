using System.Globalization;
using Runbooks.Activities.Platforms.Simulator.Backups;

namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>How a VM is made from a template.</summary>
internal static class Making
{
    private const int UsualCpus = 2;
    private const long UsualMemory = 4L << 30;

    /// <summary>The new VM, where it will be. Its identity follows from the task, so that whoever ends the task makes the same VM.</summary>
    /// <exception cref="PlatformException">It cannot be made.</exception>
    public static FleetEffect Make(SimulatedTask task, FleetState fleet, DateTimeOffset at)
    {
        var order = task.Order!;
        var template = Check(order, task, fleet);
        var (cpus, memory) = (order.Cpus ?? UsualCpus, order.MemoryBytes ?? UsualMemory);
        RequireSize(cpus, memory);
        var host = Placement.For(order, memory, fleet);
        var place = Chaos.Hash(task.Id);
        var id = Chaos.Uuid(place, Chaos.Hash(order.Name)).ToString();
        var machine = new VirtualMachine(
            $"{SimulatorFactory.Name}:{id}", id, order.Name, order.PowerOn ? PowerState.On : PowerState.Off,
            host.Name, host.Cluster, cpus, memory, order.Tags, [FreeAddress(fleet)], template.Os, at)
        {
            Storages = [order.Storage ?? host.Storages[0]],
            Cards = [new NetworkCard(RestoreRules.Mac(place), order.Network ?? fleet.Networks[0].Name)],
        };
        var rest = 0.006 * (1 + Chaos.Fraction(place));
        var load = new LoadProfile(LoadShape.Idle, place, rest, rest, 0, 0.2 + (0.2 * Chaos.Fraction(~place)));
        return new FleetEffect(new VmCondition(machine.PowerState, [], AnswersAt: task.AnswersAt(at)), new VmBlueprint(machine, load));
    }

    /// <exception cref="PlatformException"><see cref="PlatformError.Invalid"/>.</exception>
    public static void RequireSize(int cpus, long memory)
    {
        if (cpus is < 1 or > 1024 || memory < 1 << 20)
            throw new PlatformException(PlatformError.Invalid, $"simulated: {cpus} CPUs with {memory} bytes of memory is no size of a VM");
    }

    /// <exception cref="PlatformException">A VM has the name, or is being made under it.</exception>
    public static void RequireFree(string name, SimulatedTask task, FleetState fleet)
    {
        var isReserved = fleet.Tasks.Open(name).Any(other => other.Operation is "provision" or "restore" && other.Id != task.Id);
        if (isReserved || fleet.Vms.Any(vm => vm.Machine.Name == name))
            throw new PlatformException(PlatformError.Conflict, $"simulated: the name '{name}' already exists");
    }

    /// <exception cref="PlatformException">There is no such storage or network.</exception>
    public static void RequirePlaces(string? storage, string? network, FleetState fleet)
    {
        if (storage is not null && fleet.Storages.All(known => known.Name != storage))
            throw new PlatformException(PlatformError.NotFound, $"simulated: no storage is called {storage}");
        if (network is not null && fleet.Networks.All(known => known.Name != network))
            throw new PlatformException(PlatformError.NotFound, $"simulated: no network is called {network}");
    }

    private static Template Check(VmOrder order, SimulatedTask task, FleetState fleet)
    {
        if (string.IsNullOrWhiteSpace(order.Name)) throw new PlatformException(PlatformError.Invalid, "simulated: a VM needs a name");
        if (order.Size is { } size) throw new PlatformException(PlatformError.Invalid, $"simulated: no size is called {size}; give CPUs and memory");
        RequireFree(order.Name, task, fleet);
        RequirePlaces(order.Storage, order.Network, fleet);
        return fleet.Templates.FirstOrDefault(known => known.NativeId == order.Source)
            ?? throw new PlatformException(PlatformError.NotFound, $"simulated: no template has the id {order.Source}");
    }

    /// <summary>The first that no VM has: VMs of the seed have others.</summary>
    public static string FreeAddress(FleetState fleet)
    {
        var taken = fleet.Vms.Where(vm => vm.IsMade).Select(vm => vm.Machine.IpAddresses[0]).ToHashSet();
        return Enumerable.Range(0, int.MaxValue)
            .Select(n => string.Create(CultureInfo.InvariantCulture, $"10.{200 + (n / 62_500)}.{n / 250 % 250}.{(n % 250) + 1}"))
            .First(address => !taken.Contains(address));
    }
}
