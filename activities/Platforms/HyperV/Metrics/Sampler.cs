using Runbooks.Activities.Platforms.HyperV.Reading;
using Runbooks.Activities.Platforms.HyperV.Scripts;

namespace Runbooks.Activities.Platforms.HyperV.Metrics;

/// <summary>The loads of hosts and running VMs, from counters that only rise. What cannot be told apart is unknown, never idle.</summary>
internal sealed class Sampler(Calls calls, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Dictionary<string, Counted> _before = [];

    public async Task<IReadOnlyList<MetricSample>> SampleAsync(CancellationToken cancellation)
    {
        var hosts = (await calls.RunAsync<Readings>(Script.Counters, [], cancellation)).Hosts;
        var now = new Dictionary<string, Counted>();
        foreach (var host in hosts)
        {
            now[InventoryReader.HostId(host.Name)] = Counted.OfHost(host);
            foreach (var machine in host.Machines) now[InventoryReader.VmId(machine.Id)] = Counted.OfMachine(host, machine);
        }

        lock (_gate)
        {
            var at = time.GetUtcNow();
            var samples = now.Select(each => each.Value.Since(_before.GetValueOrDefault(each.Key), each.Key, at)).ToList();
            _before = now;
            return samples;
        }
    }
}
