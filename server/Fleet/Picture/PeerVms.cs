using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Server.Fleet.Picture;

/// <summary>How many VMs hosts have beside what is usual in their cluster, so that a rule can ask about one that is out of line.</summary>
internal static class PeerVms
{
    public static IEnumerable<FleetHost> Fill(IReadOnlyList<FleetHost> hosts)
    {
        var up = hosts.Where(IsPeer).GroupBy(Cluster).ToDictionary(cluster => cluster.Key, cluster => (Hosts: cluster.Count(), Vms: cluster.Sum(host => host.Vms)));
        foreach (var host in hosts)
        {
            var (peers, vms) = host.Cluster is null ? default : up.GetValueOrDefault(Cluster(host));
            if (IsPeer(host)) (peers, vms) = (peers - 1, vms - host.Vms);
            yield return peers > 0 ? host with { PeerVms = (double)vms / peers } : host;
        }
    }

    private static bool IsPeer(FleetHost host) => host.Host.State == HostState.Up && host.Cluster is not null;

    private static (string Platform, string? Name) Cluster(FleetHost host) => (host.Platform, host.Cluster);
}
