using System.Text.Json;
using System.Text.Json.Serialization;
using Runbooks.Activities.Platforms.Simulator.Backups;

namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>Something that happened to the simulated fleet: one line of its state file.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "entry")]
[JsonDerivedType(typeof(Begun), "begun")]
[JsonDerivedType(typeof(Ended), "ended")]
[JsonDerivedType(typeof(VmSet), "vm-set")]
[JsonDerivedType(typeof(VmMade), "vm-made")]
[JsonDerivedType(typeof(VmDeleted), "vm-deleted")]
[JsonDerivedType(typeof(HostSet), "host-set")]
[JsonDerivedType(typeof(BackupSet), "backup-set")]
internal abstract record FleetEntry(DateTimeOffset At)
{
    internal sealed record Begun(DateTimeOffset At, SimulatedTask Task) : FleetEntry(At);

    /// <param name="Effect">The condition of the VM that the operation left; null where it changed none.</param>
    /// <param name="Error">Why it failed; null where it succeeded.</param>
    /// <param name="Made">The VM that it made.</param>
    /// <param name="Host">The state of the host that it left.</param>
    /// <param name="Gone">It removed the VM.</param>
    /// <param name="Backup">The copy that it made.</param>
    /// <param name="BackupGone">The id of the copy that it removed.</param>
    /// <param name="Result">What whoever waits for it is given.</param>
    /// <param name="Patch">What was out of date in its guest.</param>
    internal sealed record Ended(
        DateTimeOffset At,
        string Task,
        string Key,
        string Operation,
        string Vm,
        VmCondition? Effect = null,
        string? Snapshot = null,
        PlatformError? Error = null,
        string? Message = null,
        VmBlueprint? Made = null,
        HostState? Host = null,
        bool? Gone = null,
        SimulatedBackup? Backup = null,
        string? BackupGone = null,
        JsonElement? Result = null,
        GuestPatch? Patch = null) : FleetEntry(At)
    {
        /// <summary>Whether it changed anything.</summary>
        [JsonIgnore]
        public bool HadEffect => Effect is not null || Made is not null || Host is not null || Gone is true || Backup is not null || BackupGone is not null;
    }

    /// <summary>A VM that was provisioned, where the entry of its making is forgotten.</summary>
    internal sealed record VmMade(DateTimeOffset At, VmBlueprint Vm) : FleetEntry(At);

    internal sealed record VmSet(DateTimeOffset At, string Vm, VmCondition Condition) : FleetEntry(At);

    internal sealed record VmDeleted(DateTimeOffset At, string Vm) : FleetEntry(At);

    /// <summary>A copy as it is, where the entry of its making is forgotten or it has changed since.</summary>
    internal sealed record BackupSet(DateTimeOffset At, SimulatedBackup Backup) : FleetEntry(At);

    internal sealed record HostSet(DateTimeOffset At, string Host, HostState State) : FleetEntry(At);
}
