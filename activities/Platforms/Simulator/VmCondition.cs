using System.Collections.Immutable;

namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>What operations change of a VM. What is null is as the VM was made.</summary>
/// <param name="Snapshots">Oldest first.</param>
/// <param name="Current">The snapshot that the disks stand on.</param>
/// <param name="Checkpoints">The copies since which changes are tracked, by id.</param>
/// <param name="AnswersAt">When its guest has started; null: it has.</param>
/// <param name="CutOff">It meets nobody on any network.</param>
/// <param name="PatchedAt">When its guest was last brought up to date; null: as it was made.</param>
internal sealed record VmCondition(
    PowerState Power,
    ImmutableArray<Snapshot> Snapshots,
    string? Current = null,
    string? Host = null,
    string? Storage = null,
    int? Cpus = null,
    long? MemoryBytes = null,
    ImmutableSortedDictionary<string, string>? Tags = null,
    DateTimeOffset? AnswersAt = null,
    ImmutableArray<string>? Checkpoints = null,
    DateTimeOffset? PatchedAt = null,
    bool CutOff = false)
{
    public Snapshot? Find(string snapshot) => Snapshots.FirstOrDefault(known => known.Name == snapshot);
}

/// <summary>A VM of the simulated fleet, now.</summary>
/// <param name="isMade">It was provisioned; the seed knows nothing of it.</param>
internal sealed class SimulatedVm(VmBlueprint blueprint, bool isMade = false)
{
    public VmBlueprint Blueprint { get; } = blueprint;

    public bool IsMade { get; } = isMade;

    public LoadProfile Load => Blueprint.Load;

    /// <summary>As the platform describes it, but for its guest (<see cref="Shown"/>).</summary>
    public VirtualMachine Machine { get; private set; } = blueprint.Machine;

    public VmCondition Condition { get; private set; } = new(blueprint.Machine.PowerState, []);

    /// <summary>A CPU share that a test set in place of the curve's.</summary>
    public double? Cpu { get; set; }

    public bool Touched { get; private set; }

    public void Set(VmCondition condition)
    {
        (Condition, Touched) = (condition, true);
        Machine = Machine with
        {
            PowerState = condition.Power,
            Host = condition.Host ?? Machine.Host,
            Storages = condition.Storage is { } storage ? [storage] : Machine.Storages,
            Cpus = condition.Cpus ?? Machine.Cpus,
            MemoryBytes = condition.MemoryBytes ?? Machine.MemoryBytes,
            Tags = condition.Tags ?? Machine.Tags,
            Cards = Machine.Cards is { } cards ? [.. cards.Select(card => card with { IsCutOff = condition.CutOff })] : null,
        };
    }

    /// <summary>Nobody can tell what a VM does whose host does not answer.</summary>
    public void ShowOn(HostState host) =>
        Machine = Machine with { PowerState = host == HostState.Down ? PowerState.Unknown : Condition.Power };

    /// <summary>As the platform shows it at this moment.</summary>
    public VirtualMachine Shown(DateTimeOffset now)
    {
        bool? answers = Machine.PowerState switch
        {
            PowerState.Unknown => null,
            PowerState.On => !(Condition.AnswersAt > now),
            _ => false,
        };
        return Machine.GuestAnswers == answers ? Machine : Machine = Machine with { GuestAnswers = answers };
    }
}
