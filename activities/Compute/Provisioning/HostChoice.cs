using Runbooks.Activities.Compute.Balancing;

namespace Runbooks.Activities.Compute.Provisioning;

/// <summary>How new VMs are spread over hosts.</summary>
public enum Placement
{
    /// <summary>Evenly: each goes to the host that has the most memory left.</summary>
    Spread,

    /// <summary>Closely: each goes to the fullest host that still takes it.</summary>
    Pack,

    /// <summary>The platform chooses.</summary>
    Platform,
}

/// <summary>Chooses hosts for new VMs before the first is made.</summary>
/// <param name="Fullest">The share of a host's memory that may be given to VMs.</param>
/// <param name="Apart">No two of them on one host.</param>
public sealed record HostChoice(Placement Placement, double Fullest, bool Apart)
{
    /// <returns>A host's name for each VM; null where not all of them find one.</returns>
    public IReadOnlyList<string>? Choose(IEnumerable<HostLoad> hosts, int count, long memoryBytes)
    {
        var room = hosts.Where(host => host.TakesVms).ToDictionary(host => host.Name);
        var taken = new HashSet<string>();
        var chosen = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var fitting = room.Values
                .Where(host => !(Apart && taken.Contains(host.Name)) && host.MemoryUsed + memoryBytes <= host.MemoryBytes * Fullest)
                .OrderBy(host => Placement == Placement.Pack ? -host.Share(LoadKind.Memory) : host.Share(LoadKind.Memory))
                .ThenBy(host => chosen.Count(name => name == host.Name))
                .ThenBy(host => host.Name, StringComparer.Ordinal)
                .FirstOrDefault();
            if (fitting is null) return null;
            room[fitting.Name] = fitting with { MemoryUsed = fitting.MemoryUsed + memoryBytes };
            taken.Add(fitting.Name);
            chosen.Add(fitting.Name);
        }

        return chosen;
    }

    /// <summary>How many would find a host.</summary>
    public int Fit(IReadOnlyList<HostLoad> hosts, int count, long memoryBytes)
    {
        while (count > 0 && Choose(hosts, count, memoryBytes) is null) count--;
        return count;
    }
}
