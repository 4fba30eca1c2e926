namespace Runbooks.Activities.Compute.Balancing;

/// <summary>Room for the loss of any one host (N+1), by memory: what a VM was given it must be given elsewhere when it is started again.</summary>
internal static class SpareRoom
{
    /// <summary>The first host whose VMs the others could not take; null where any one may be lost.</summary>
    public static string? Lost(ClusterLoad cluster) => cluster.Hosts
        .Where(host => host.TakesVms && !Fits(cluster, host))
        .Select(host => host.Name).Order(StringComparer.Ordinal).FirstOrDefault();

    /// <summary>First fit, the largest first: what it finds can be done, though it may miss what could be.</summary>
    private static bool Fits(ClusterLoad cluster, HostLoad lost)
    {
        var free = cluster.Hosts.Where(host => host.TakesVms && host.Name != lost.Name).OrderBy(host => host.Name, StringComparer.Ordinal)
            .Select(host => host.MemoryBytes - host.MemoryUsed).ToArray();
        foreach (var vm in cluster.Vms.Where(vm => vm.Host == lost.Name).OrderByDescending(vm => vm.MemoryBytes))
        {
            var place = Array.FindIndex(free, left => left >= vm.MemoryBytes);
            if (place < 0) return false;
            free[place] -= vm.MemoryBytes;
        }

        return true;
    }
}
