using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Reading;
using Runbooks.Activities.Platforms.VSphere.Session;

namespace Runbooks.Activities.Platforms.VSphere.Metrics;

/// <summary>Load of all hosts and running VMs: CPU and memory as the hosts last told (quickStats, one read for all), disk and
/// network from the performance manager.</summary>
internal sealed class Sampler(SessionKeeper sessions, TimeProvider time)
{
    private static readonly PropertyQuery OfVm = new(
        "VirtualMachine", "config.instanceUuid", "config.template", "config.hardware.memoryMB", "runtime.powerState", "runtime.connectionState",
        "runtime.maxCpuUsage", "summary.quickStats.overallCpuUsage", "summary.quickStats.guestMemoryUsage");

    private static readonly PropertyQuery OfHost = new(
        "HostSystem", "runtime.connectionState", "summary.hardware.cpuMhz", "summary.hardware.numCpuCores", "summary.hardware.memorySize",
        "summary.quickStats.overallCpuUsage", "summary.quickStats.overallMemoryUsage");

    private readonly Lock _gate = new();
    private OpenSession? _countersOf;
    private Counters? _counters;
    private DateTimeOffset? _before;

    public async Task<IReadOnlyList<MetricSample>> SampleAsync(CancellationToken cancellation)
    {
        var at = time.GetUtcNow();
        var intervals = Intervals(at);
        return await sessions.UseAsync<IReadOnlyList<MetricSample>>(
            async session =>
            {
                var objects = (await PropertyReader.AllAsync(session, [OfVm, OfHost], cancellation)).Where(IsRunning).ToList();
                var rates = await RatesAsync(session, objects.Select(found => found.Object), intervals, cancellation);
                return [.. objects.Select(found => ToSample(found, session.Content, rates.GetValueOrDefault(found.Object), at))];
            },
            cancellation);
    }

    private int Intervals(DateTimeOffset at)
    {
        lock (_gate)
        {
            var since = at - _before ?? TimeSpan.Zero;
            _before = at;
            return Math.Clamp((int)(since.TotalSeconds / 20), 1, 15);
        }
    }

    private async Task<Dictionary<ManagedObject, Rates>> RatesAsync(
        OpenSession session, IEnumerable<ManagedObject> targets, int intervals, CancellationToken cancellation)
    {
        if (session.Content.Performance is not { } performance) return [];
        var counters = _counters;
        if (counters is null || _countersOf != session)
        {
            counters = await Counters.ReadAsync(session, performance, cancellation);
            (_counters, _countersOf) = (counters, session);
        }

        return await Rates.ReadAsync(session, performance, targets, counters, intervals, cancellation);
    }

    private static bool IsRunning(ObjectProperties found) => found.Object.Type == "HostSystem"
        ? found.Text("runtime.connectionState") == "connected"
        : found.Text("config.instanceUuid") is not null && VmReader.Power(found) == PowerState.On;

    private static MetricSample ToSample(ObjectProperties found, ServiceContent content, Rates? rates, DateTimeOffset at)
    {
        var cpu = found.Long("summary.quickStats.overallCpuUsage");
        if (found.Object.Type != "HostSystem")
        {
            var memory = found.Long("summary.quickStats.guestMemoryUsage");
            return new MetricSample(
                $"vsphere:{found.Text("config.instanceUuid")}", at, Share(cpu, found.Long("runtime.maxCpuUsage")),
                Share(memory, found.Long("config.hardware.memoryMB")), rates?.Disk, rates?.Network);
        }

        return new MetricSample(
            InventoryReader.IdOf(content, found.Object), at,
            Share(cpu, found.Long("summary.hardware.cpuMhz") * found.Long("summary.hardware.numCpuCores")),
            Share(found.Long("summary.quickStats.overallMemoryUsage"), found.Long("summary.hardware.memorySize") >> 20), rates?.Disk, rates?.Network);
    }

    /// <summary>A core may clock above its rating for a while.</summary>
    private static double? Share(long? used, long? of) => used >= 0 && of > 0 ? Math.Min((double)used.Value / of.Value, 1) : null;
}
