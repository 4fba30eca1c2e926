using System.Collections.Immutable;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Selectors;

namespace Runbooks.Activities.Tests.Selectors;

/// <summary>VMs, hosts and metrics to evaluate selectors over.</summary>
internal static class Subjects
{
    public static readonly DateTimeOffset Seen = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static FleetVm Vm(
        string name = "web-01",
        PowerState power = PowerState.On,
        string? host = "esx-1",
        int cpus = 4,
        string? os = "linux",
        DateTimeOffset? created = null,
        string? id = null,
        string connection = "lab",
        string? cluster = "blue",
        bool stale = false,
        string[]? addresses = null,
        params (string Name, string Value)[] tags) =>
        new(
            new VirtualMachine(
                id ?? $"test:{name}", name, name, power, host, cluster, cpus, 8L << 30,
                tags.ToImmutableSortedDictionary(tag => tag.Name, tag => tag.Value), [.. addresses ?? ["10.0.0.5"]], os, created),
            connection, "test", Seen, stale, null);

    public static FleetHost Host(string name = "esx-1", HostState state = HostState.Up, int vms = 7, string? cluster = "blue", string connection = "lab") =>
        new(new Host($"test:{name}", name, name, cluster, state, 32, 256L << 30), vms, connection, "test", Seen, false, null);

    public static IMetricHistory NoMetrics { get; } = Metrics(_ => null);

    public static IMetricHistory Metrics(Func<MetricUse, double?> value) => new FixedMetrics(value);

    private sealed class FixedMetrics(Func<MetricUse, double?> value) : IMetricHistory
    {
        public double? Query(string id, Metric metric, Aggregate aggregate, TimeSpan window) => value(new MetricUse(metric, aggregate, window));

        public double Coverage(string id, Metric metric, TimeSpan window) =>
            value(new MetricUse(metric, Aggregate.Average, window)) is null ? 0 : 1;
    }
}
