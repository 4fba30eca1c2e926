using System.Globalization;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Selectors;

namespace Runbooks.Activities.Compute;

/// <summary>When a VM counts as idle: its owner opted in, it was measured for long enough, and 95 % of the time its CPU was low.</summary>
/// <param name="CpuBelow">Share of its CPUs, 0 to 1, that the 95th percentile must be below.</param>
/// <param name="MinimumSamples">Share of the lookback that samples must cover; below it the load is unknown, and unknown is never idle.</param>
internal sealed record IdleRule(double CpuBelow, TimeSpan Lookback, double MinimumSamples)
{
    public const string OptIn = "idleOff";

    public const string Keep = "keep";

    public ConsideredVm Judge(FleetVm vm, IMetricHistory metrics)
    {
        var cpu = metrics.Query(vm.Id, Metric.Cpu, Aggregate.P95, Lookback);
        var samples = metrics.Coverage(vm.Id, Metric.Cpu, Lookback);
        var objection = Objection(vm) ?? Objection(cpu, samples);
        var why = objection ?? $"Idle: p95 of CPU is {Percent(cpu!.Value)} over {Duration.ToWords(Lookback)}.";
        return new ConsideredVm(vm.Id, vm.Name, objection is null, cpu, samples, why);
    }

    private static string? Objection(FleetVm vm)
    {
        if (!VmTags.SayYes(vm, OptIn, StringComparison.Ordinal)) return $"Has no tag {OptIn}=yes.";
        if (VmTags.SayYes(vm, Keep)) return $"Has the tag {Keep}=yes.";
        if (vm.Stale) return $"Connection '{vm.Connection}' is down: what it does now is not known.";
        return vm.Vm.PowerState == PowerState.On ? OffLosses.Objection(vm) : $"Not on: {VmWork.Words(vm.Vm.PowerState)}.";
    }

    private string? Objection(double? cpu, double samples)
    {
        if (cpu is null || samples < MinimumSamples)
            return $"Unknown: samples cover {Percent(samples)} of {Duration.ToWords(Lookback)}, and {Percent(MinimumSamples)} are needed.";
        if (cpu < CpuBelow) return null;
        return $"Busy: p95 of CPU is {Percent(cpu.Value)} over {Duration.ToWords(Lookback)}, not below {Percent(CpuBelow)}.";
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %");
}

/// <summary>A VM that an idle rule looked at.</summary>
/// <param name="Cpu">The 95th percentile of its CPU over the lookback, 0 to 1; absent where it is not known.</param>
/// <param name="Samples">The share of the lookback that samples cover, 0 to 1.</param>
/// <param name="Why">Why it was chosen or was not.</param>
public sealed record ConsideredVm(string Id, string Name, bool Chosen, double? Cpu, double Samples, string Why);
