using Runbooks.Activities.Platforms.OpenStack.Compute;

namespace Runbooks.Activities.Platforms.OpenStack.Metrics;

/// <summary>What a hypervisor has counted of a VM so far.</summary>
/// <param name="Cpu">Nanoseconds, of all CPUs together.</param>
internal sealed record Counters(long Cpu, int Cpus, long? Disk, long? Network, long At)
{
    /// <summary>Null where the hypervisor counts no CPU time.</summary>
    public static Counters? Of(Diagnostics diagnostics, long at)
    {
        var times = diagnostics.CpuDetails.Select(cpu => cpu.Time).OfType<long>().ToList();
        if (times.Count == 0) return null;
        return new Counters(
            times.Sum(),
            diagnostics.NumCpus is > 0 and { } cpus ? cpus : times.Count,
            Sum(diagnostics.DiskDetails.SelectMany(disk => new[] { disk.ReadBytes, disk.WriteBytes })),
            Sum(diagnostics.NicDetails.SelectMany(nic => new[] { nic.RxOctets, nic.TxOctets })),
            at);
    }

    /// <summary>A VM that runs uses some CPU time: where none was counted, nobody counts, and that is no idle VM. Counters begin anew when
    /// it is started or moved.</summary>
    public (double? Cpu, double? Disk, double? Network) Since(Counters? before, TimeSpan elapsed)
    {
        if (before is null || Cpu <= before.Cpu || elapsed <= TimeSpan.Zero) return (null, null, null);
        var share = (Cpu - before.Cpu) / 1e9 / elapsed.TotalSeconds / Cpus;
        return (Math.Clamp(share, 0, 1), Rate(Disk, before.Disk, elapsed), Rate(Network, before.Network, elapsed));
    }

    private static double? Rate(long? now, long? before, TimeSpan elapsed) => now >= before ? (now - before) / elapsed.TotalSeconds : null;

    private static long? Sum(IEnumerable<long?> values)
    {
        var known = values.OfType<long>().ToList();
        return known.Count == 0 ? null : known.Sum();
    }
}
