using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Tasks;

namespace Runbooks.Activities.Platforms.VSphere.Operations;

/// <summary>Operations that lead to a state which can be read: done is what shows it.</summary>
internal abstract class ConvergentOperations(VSphereCalls calls) : IOperations
{
    protected VSphereCalls Calls => calls;

    public OperationKind? KindOf(PlatformOperation operation) => Handles(operation) ? OperationKind.Convergent : null;

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        await IsDoneAsync(operation, cancellation) ? TaskHandle.Of(operation) : TaskHandle.Of(operation, await BeginAsync(operation, cancellation));

    /// <summary>A task does not say where it leads; when it is over, its object does.</summary>
    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        if (await calls.RunningAsync(TargetOf(operation), cancellation, Kinds) is { } running)
            await calls.Tasks.UntilAsync(async () => await calls.Tasks.ReadAsync(running, cancellation) is null or { IsOver: true }, null, cancellation);
        return await IsDoneAsync(operation, cancellation) ? new Sighting.Found(TaskHandle.Of(operation)) : new Sighting.NotStarted();
    }

    public virtual async Task<JsonElement?> AwaitAsync(
        PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        await calls.ConvergeAsync(operation, handle, () => IsDoneAsync(operation, cancellation), Limits.Settle, progress, cancellation);
        return null;
    }

    protected abstract bool Handles(PlatformOperation operation);

    /// <summary>How vCenter calls the tasks of these operations: <c>relocate</c> of <c>VirtualMachine.relocate</c>.</summary>
    protected abstract string[] Kinds { get; }

    protected virtual ManagedObject TargetOf(PlatformOperation operation) => ManagedObject.Vm(operation.NativeId);

    protected abstract Task<bool> IsDoneAsync(PlatformOperation operation, CancellationToken cancellation);

    /// <returns>The task; null where vCenter makes none.</returns>
    protected abstract Task<ManagedObject?> BeginAsync(PlatformOperation operation, CancellationToken cancellation);
}
