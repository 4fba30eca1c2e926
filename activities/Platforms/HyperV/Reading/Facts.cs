namespace Runbooks.Activities.Platforms.HyperV.Reading;

/// <summary>A VM as the scripts describe it.</summary>
/// <param name="Work">What Hyper-V is doing with it; null where it does nothing.</param>
/// <param name="ParentSnapshot">The id of the checkpoint that it goes on from; empty where there is none.</param>
internal sealed record MachineFacts(
    string Id, string Name, string Host, string State, string? Work, int Cpus, long Memory, string Notes, string Heartbeat,
    DateTimeOffset Created, string ParentSnapshot, string[] Disks, CardFacts[] Cards);

internal sealed record CardFacts(string Mac, string Network, string[] Addresses);

/// <summary>A VM of a node that is down, as its cluster knows it.</summary>
internal sealed record LostFacts(string Id, string Name, string Host);

internal sealed record FoundMachine(MachineFacts? Machine, LostFacts? Lost);

/// <param name="State">As the cluster calls it: Up, Paused, Down, Joining.</param>
internal sealed record HostFacts(string Name, string State, int Cpus, long Memory);

/// <param name="Kind">External, Internal or Private.</param>
internal sealed record SwitchFacts(string Name, string Kind);

/// <param name="Path">How paths begin that are on it.</param>
internal sealed record StorageFacts(string Id, string Name, string Path, long Capacity, long Free);

/// <param name="Cluster">Its name; null where the host is alone.</param>
/// <param name="Balances">The cluster moves VMs by itself.</param>
internal sealed record InventoryFacts(
    string? Cluster, bool Balances, HostFacts[] Hosts, MachineFacts[] Machines, LostFacts[] Lost, SwitchFacts[] Networks, StorageFacts[] Storages);
