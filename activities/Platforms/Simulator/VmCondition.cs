using System.Collections.Immutable;

namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>What operations change of a VM.</summary>
/// <param name="Snapshots">Oldest first.</param>
/// <param name="Current">The snapshot that the disks stand on.</param>
internal sealed record VmCondition(PowerState Power, ImmutableArray<Snapshot> Snapshots, string? Current = null)
{
    public Snapshot? Find(string snapshot) => Snapshots.FirstOrDefault(known => known.Name == snapshot);
}

/// <summary>A VM of the simulated fleet, now.</summary>
internal sealed class SimulatedVm(VmBlueprint blueprint)
{
    public LoadProfile Load { get; } = blueprint.Load;

    /// <summary>As the platform shows it.</summary>
    public VirtualMachine Machine { get; private set; } = blueprint.Machine;

    public VmCondition Condition { get; private set; } = new(blueprint.Machine.PowerState, []);

    /// <summary>A CPU share that a test set in place of the curve's.</summary>
    public double? Cpu { get; set; }

    public bool Touched { get; private set; }

    public void Set(VmCondition condition)
    {
        (Condition, Touched) = (condition, true);
        Machine = Machine with { PowerState = condition.Power };
    }

    /// <summary>Nobody can tell what a VM does whose host does not answer.</summary>
    public void ShowOn(HostState host) =>
        Machine = Machine with { PowerState = host == HostState.Down ? PowerState.Unknown : Condition.Power };
}
