using System.Text.Json.Serialization;

namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>Something that happened to the simulated fleet: one line of its state file.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "entry")]
[JsonDerivedType(typeof(Begun), "begun")]
[JsonDerivedType(typeof(Ended), "ended")]
[JsonDerivedType(typeof(VmSet), "vm-set")]
[JsonDerivedType(typeof(VmDeleted), "vm-deleted")]
[JsonDerivedType(typeof(HostSet), "host-set")]
internal abstract record FleetEntry(DateTimeOffset At)
{
    internal sealed record Begun(DateTimeOffset At, SimulatedTask Task) : FleetEntry(At);

    /// <param name="Effect">The VM's condition that the operation left; null where it changed nothing.</param>
    /// <param name="Error">Why it failed; null where it succeeded.</param>
    internal sealed record Ended(
        DateTimeOffset At,
        string Task,
        string Key,
        string Operation,
        string Vm,
        VmCondition? Effect = null,
        string? Snapshot = null,
        PlatformError? Error = null,
        string? Message = null) : FleetEntry(At);

    internal sealed record VmSet(DateTimeOffset At, string Vm, VmCondition Condition) : FleetEntry(At);

    internal sealed record VmDeleted(DateTimeOffset At, string Vm) : FleetEntry(At);

    internal sealed record HostSet(DateTimeOffset At, string Host, HostState State) : FleetEntry(At);
}
