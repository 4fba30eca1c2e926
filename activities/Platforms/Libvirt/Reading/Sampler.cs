using Runbooks.Activities.Platforms.Libvirt.Native;

namespace Runbooks.Activities.Platforms.Libvirt.Reading;

/// <summary>Turns readings of counters into loads, each against the reading before.</summary>
internal sealed class Sampler(TimeProvider time)
{
    private readonly Lock _gate = new();
    private Dictionary<string, Counters> _before = [];
    private long _beforeAt;

    /// <summary>Reads all counters. Blocks.</summary>
    public static Dictionary<string, Counters> Read(ConnectHandle connection, Host host)
    {
        var counters = new Dictionary<string, Counters>();
        foreach (var (uuid, stats) in connection.GetAllStats())
        {
            if (IsRunning(stats)) counters[$"libvirt:{uuid}"] = Counters.OfDomain(stats);
        }

        counters[host.Id] = Counters.OfHost(connection.GetCpuTimes(), connection.GetMemory(), host.Cpus);
        return counters;
    }

    public IReadOnlyList<MetricSample> Sample(Dictionary<string, Counters> now)
    {
        lock (_gate)
        {
            var (at, stamp) = (time.GetUtcNow(), time.GetTimestamp());
            var elapsed = time.GetElapsedTime(_beforeAt, stamp);
            List<MetricSample> samples = [];
            foreach (var (id, counters) in now)
                samples.Add(counters.Since(_before.GetValueOrDefault(id), elapsed, id, at));
            (_before, _beforeAt) = (now, stamp);
            return samples;
        }
    }

    /// <summary>Running, or blocked on input and output.</summary>
    private static bool IsRunning(TypedParameters stats) => stats["state.state"] is 1 or 2;
}
