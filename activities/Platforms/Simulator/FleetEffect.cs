using System.Text.Json;
using Runbooks.Activities.Platforms.Simulator.Backups;

namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>What an operation does to the fleet at its end.</summary>
/// <param name="Condition">The VM's condition that it leaves; of the VM that it made, where it made one.</param>
/// <param name="Made">The VM that it made.</param>
/// <param name="Host">The state of the host that it leaves.</param>
/// <param name="Gone">It removed the VM.</param>
/// <param name="Backup">The copy that it made.</param>
/// <param name="BackupGone">The id of the copy that it removed.</param>
/// <param name="Result">What it tells, where that is more than the VM that it made.</param>
internal sealed record FleetEffect(
    VmCondition? Condition = null,
    VmBlueprint? Made = null,
    HostState? Host = null,
    bool Gone = false,
    SimulatedBackup? Backup = null,
    string? BackupGone = null,
    JsonElement? Result = null);
