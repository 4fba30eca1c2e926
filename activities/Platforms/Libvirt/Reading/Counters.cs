using Runbooks.Activities.Platforms.Libvirt.Native;

namespace Runbooks.Activities.Platforms.Libvirt.Reading;

/// <summary>Counters of one object that only rise; load is the difference of two readings.</summary>
/// <param name="CpuNanoseconds">CPU time used.</param>
/// <param name="Cpus">How much CPU time there is in a nanosecond.</param>
/// <param name="Memory">Share of the memory in use now, 0 to 1.</param>
/// <param name="DiskBytes">Read and written.</param>
/// <param name="NetworkBytes">Received and sent.</param>
internal sealed record Counters(double? CpuNanoseconds, double Cpus, double? Memory, double? DiskBytes, double? NetworkBytes)
{
    private static readonly string[] DiskFields = ["rd.bytes", "wr.bytes"], NetworkFields = ["rx.bytes", "tx.bytes"];

    /// <summary>A domain's counters. While a job holds the domain, some are missing.</summary>
    public static Counters OfDomain(TypedParameters stats) => new(
        stats["cpu.time"],
        stats["vcpu.current"] ?? 1,
        MemoryOfGuest(stats),
        stats.Sum("block", DiskFields),
        stats.Sum("net", NetworkFields));

    /// <summary>A host's counters: all time is used that is neither idle nor waited for input and output.</summary>
    public static Counters OfHost(NodeFields cpu, NodeFields memory, int cpus)
    {
        double? share = memory["total"] > 0
            ? 1 - ((memory["free"] + memory["buffers"] + memory["cached"]) / memory["total"])
            : null;
        return new Counters(cpu["kernel"] + cpu["user"], cpus, share, null, null);
    }

    /// <summary>The load since an earlier reading. A counter that fell began anew: its rate is not known.</summary>
    public MetricSample Since(Counters? before, TimeSpan elapsed, string id, DateTimeOffset at)
    {
        var cpu = Rate(CpuNanoseconds, before?.CpuNanoseconds, elapsed) / (1e9 * Cpus);
        return new MetricSample(
            id,
            at,
            Share(cpu),
            Share(Memory),
            Rate(DiskBytes, before?.DiskBytes, elapsed),
            Rate(NetworkBytes, before?.NetworkBytes, elapsed));
    }

    /// <summary>What the guest itself reports through its balloon: what it could give up is not in use. Without such a report it is
    /// not known: the host sees only what the guest ever touched.</summary>
    private static double? MemoryOfGuest(TypedParameters stats) =>
        stats["balloon.available"] is > 0 and { } available && (stats["balloon.usable"] ?? stats["balloon.unused"]) is { } free
            ? 1 - (free / available)
            : null;

    private static double? Rate(double? now, double? before, TimeSpan elapsed) =>
        now - before is >= 0 and { } difference && elapsed > TimeSpan.Zero ? difference / elapsed.TotalSeconds : null;

    private static double? Share(double? value) => value is { } share ? Math.Clamp(share, 0, 1) : null;
}
