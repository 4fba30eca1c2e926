namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>Load of running VMs by their curves, and of hosts as the sum of their VMs.</summary>
internal static class FleetLoad
{
    public static List<MetricSample> Now(FleetState fleet, DateTimeOffset at) => Sample(fleet, at, vm =>
    {
        var point = LoadCurve.At(vm.Load, at);
        return vm.Cpu is { } cpu ? point with { Cpu = cpu } : point;
    });

    /// <summary>Means over the interval that ends at this moment.</summary>
    public static List<MetricSample> Mean(FleetState fleet, DateTimeOffset at, TimeSpan interval) =>
        Sample(fleet, at, vm => LoadCurve.Mean(vm.Load, at - interval, interval));

    private static List<MetricSample> Sample(FleetState fleet, DateTimeOffset at, Func<SimulatedVm, LoadPoint> load)
    {
        var samples = new List<MetricSample>(fleet.Vms.Count + fleet.Hosts.Count);
        var hosts = fleet.Hosts.Where(host => host.State != HostState.Down).ToDictionary(host => host.Name, host => new Sum(host));
        foreach (var vm in fleet.Vms)
        {
            if (vm.Machine.PowerState != PowerState.On) continue;
            var point = load(vm);
            samples.Add(new MetricSample(vm.Machine.Id, at, point.Cpu, point.Memory, point.Disk, point.Network));
            if (hosts.TryGetValue(vm.Machine.Host!, out var host)) host.Add(vm.Machine, point);
        }

        samples.AddRange(hosts.Values.Select(host => host.ToSample(at)));
        return samples;
    }

    private sealed class Sum(Host host)
    {
        private double _cpus, _bytes, _disk, _network;

        public void Add(VirtualMachine vm, LoadPoint point)
        {
            _cpus += point.Cpu * vm.Cpus;
            _bytes += point.Memory * vm.MemoryBytes;
            _disk += point.Disk;
            _network += point.Network;
        }

        public MetricSample ToSample(DateTimeOffset at) =>
            new(host.Id, at, Math.Min(1, _cpus / host.Cpus), Math.Min(1, _bytes / host.MemoryBytes), _disk, _network);
    }
}
