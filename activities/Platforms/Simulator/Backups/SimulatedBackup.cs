namespace Runbooks.Activities.Platforms.Simulator.Backups;

/// <summary>A copy of a simulated VM.</summary>
/// <param name="Vm">The native id of the VM that it is a copy of.</param>
/// <param name="Blueprint">The VM as it was.</param>
/// <param name="IsDamaged">It can no longer be read.</param>
internal sealed record SimulatedBackup(
    string Id,
    string Vm,
    string? Repository,
    string? Parent,
    BackedUp Made,
    VmBlueprint Blueprint,
    bool IsDamaged = false);
