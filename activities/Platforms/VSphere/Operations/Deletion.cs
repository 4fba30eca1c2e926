using Runbooks.Activities.Platforms.VSphere.Protocol;

namespace Runbooks.Activities.Platforms.VSphere.Operations;

/// <summary>vCenter deletes VMs that are off, with their disks and snapshots.</summary>
internal sealed class Deletion(VSphereCalls calls) : ConvergentOperations(calls)
{
    protected override string[] Kinds => ["destroy"];

    protected override bool Handles(PlatformOperation operation) => operation is PlatformOperation.Delete;

    protected override async Task<bool> IsDoneAsync(PlatformOperation operation, CancellationToken cancellation) =>
        await Calls.FindAsync(ManagedObject.Vm(operation.NativeId), cancellation, "name") is null;

    protected override async Task<ManagedObject?> BeginAsync(PlatformOperation operation, CancellationToken cancellation) =>
        await Calls.StartAsync("Destroy_Task", ManagedObject.Vm(operation.NativeId), cancellation);
}
