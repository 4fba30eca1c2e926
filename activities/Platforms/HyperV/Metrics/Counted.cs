namespace Runbooks.Activities.Platforms.HyperV.Metrics;

/// <summary>What was counted of one host or VM so far.</summary>
/// <param name="Time">Of all its processors together; null where it cannot be told.</param>
/// <param name="Memory">Share of the memory in use now.</param>
/// <param name="At">The host's own clock, in units of 100 ns.</param>
internal sealed record Counted(double? Time, int Cpus, double? Memory, double? Disk, double? Network, double At)
{
    private const double Second = 1e7;

    public static Counted OfHost(HostReading host)
    {
        var cores = host.Logical.Where(each => each.Name != "_Total").ToList();
        double? memory = host is { Memory: > 0 and { } all, FreeMemory: { } free } ? 1 - ((double)free / all) : null;
        return new Counted(cores.Count == 0 ? null : cores.Sum(each => each.Time), cores.Count, memory, null, null, AtOf(cores.Select(each => each.At)));
    }

    public static Counted OfMachine(HostReading host, MachineReading machine)
    {
        // Counters have the VM's name only, and Hyper-V lets several VMs have one.
        var named = host.Machines.Count(other => string.Equals(other.Name, machine.Name, StringComparison.OrdinalIgnoreCase)) == 1;
        var processors = named ? host.Virtual.Where(each => VmOf(each.Name) == machine.Name).ToList() : [];
        var disks = host.Disks.Where(disk => machine.Disks.Any(path => IsOf(disk.Name, path))).ToList();
        var cards = host.Cards.Where(card => card.Name.Contains(machine.Id, StringComparison.OrdinalIgnoreCase)).ToList();
        return new Counted(
            processors.Count == 0 ? null : processors.Sum(each => each.Time),
            machine.Cpus,
            machine is { Assigned: > 0, Demand: > 0 } ? (double)machine.Demand / machine.Assigned : null,
            disks.Count == 0 ? null : disks.Sum(each => each.Bytes),
            cards.Count == 0 ? null : cards.Sum(each => each.Bytes),
            AtOf(processors.Select(each => each.At).Concat(disks.Select(each => each.At)).Concat(cards.Select(each => each.At))));
    }

    /// <summary>The load since an earlier reading. A counter that fell began anew, as it does when the VM is started or moved.</summary>
    public MetricSample Since(Counted? before, string id, DateTimeOffset at)
    {
        var seconds = before is null ? 0 : (At - before.At) / Second;
        return new MetricSample(
            id, at, Share(Rate(Time, before?.Time, seconds) / (Second * Cpus)), Share(Memory), Rate(Disk, before?.Disk, seconds), Rate(Network, before?.Network, seconds));
    }

    /// <summary>The name of a VM may have colons in it.</summary>
    private static string VmOf(string instance) =>
        instance.LastIndexOf(":Hv VP ", StringComparison.Ordinal) is >= 0 and var at ? instance[..at] : "";

    private static bool IsOf(string instance, string path) =>
        string.Equals(instance, path.Replace('\\', '-'), StringComparison.OrdinalIgnoreCase);

    private static double AtOf(IEnumerable<double> times) => times.DefaultIfEmpty().Max();

    private static double? Rate(double? now, double? before, double seconds) => now >= before && seconds > 0 ? (now - before) / seconds : null;

    private static double? Share(double? value) => value is { } share && double.IsFinite(share) ? Math.Clamp(share, 0, 1) : null;
}
