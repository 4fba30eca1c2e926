namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>What an operation does to the fleet at its end.</summary>
/// <param name="Condition">The VM's condition that it leaves; of the VM that it made, where it made one.</param>
/// <param name="Made">The VM that it made.</param>
/// <param name="Host">The state of the host that it leaves.</param>
/// <param name="Gone">It removed the VM.</param>
internal sealed record FleetEffect(VmCondition? Condition = null, VmBlueprint? Made = null, HostState? Host = null, bool Gone = false);
