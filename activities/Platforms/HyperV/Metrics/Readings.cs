namespace Runbooks.Activities.Platforms.HyperV.Metrics;

/// <summary>What the hosts have counted so far.</summary>
internal sealed record Readings(HostReading[] Hosts);

/// <param name="Memory">In KiB, as <paramref name="FreeMemory"/> is.</param>
/// <param name="Logical">The time that processors ran: <c>_Total</c> and each.</param>
/// <param name="Virtual">The time that a VM's processors ran: <c>web-01:Hv VP 0</c>.</param>
/// <param name="Disks">By path, with dashes for what is no letter of a name.</param>
/// <param name="Cards">By the VM's name, the card's, and their ids.</param>
internal sealed record HostReading(
    string Name, int Cpus, long? Memory, long? FreeMemory, TimeCounter[] Logical, TimeCounter[] Virtual, ByteCounter[] Disks, ByteCounter[] Cards,
    MachineReading[] Machines);

/// <param name="Time">In units of 100 ns, as <paramref name="At"/> is.</param>
internal sealed record TimeCounter(string Name, double Time, double At);

internal sealed record ByteCounter(string Name, double Bytes, double At);

/// <param name="Demand">What the guest says that it needs; 0 where it says nothing.</param>
internal sealed record MachineReading(string Id, string Name, int Cpus, long Assigned, long Demand, string[] Disks);
