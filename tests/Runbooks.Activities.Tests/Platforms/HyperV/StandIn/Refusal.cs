using System.Management.Automation;

namespace Runbooks.Activities.Tests.Platforms.HyperV.StandIn;

/// <summary>What a cmdlet refuses with.</summary>
/// <param name="id">The first part of FullyQualifiedErrorId.</param>
internal sealed class Refusal(string id, ErrorCategory category, string message) : Exception(message)
{
    public ErrorRecord Record(object? target = null) => new(this, id, category, target);

    public static Refusal NotFound(string what) => new("ObjectNotFound", ErrorCategory.ObjectNotFound, $"Hyper-V was unable to find {what}.");

    public static Refusal State(Machine machine) => new(
        "InvalidState", ErrorCategory.NotSpecified, $"The operation cannot be performed while the virtual machine '{machine.Name}' is in its current state ({machine.State}).");

    public static Refusal InUse(Machine machine) => new(
        "ObjectInUse", ErrorCategory.ResourceBusy, $"The operation cannot be performed while the object '{machine.Name}' is in use.");

    public static Refusal NoMemory(Machine machine) => new(
        "OperationFailed", ErrorCategory.NotSpecified,
        $"'{machine.Name}' could not initialize memory: Not enough memory resources are available to complete this operation. (0x8007000E).");

    public static Refusal NoHost(string name) => new(
        "Unspecified", ErrorCategory.ConnectionError, $"The Virtual Machine Management Service on host '{name}' is not reachable: The RPC server is unavailable. (0x800706BA)");
}
