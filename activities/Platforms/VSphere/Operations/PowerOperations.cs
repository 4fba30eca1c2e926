using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Reading;
using Runbooks.Activities.Platforms.VSphere.Tasks;

namespace Runbooks.Activities.Platforms.VSphere.Operations;

/// <summary>On, off, suspend and restart. All but the restarts are known by the state that they reach. What is asked of the guest
/// has no task.</summary>
internal sealed class PowerOperations(VSphereCalls calls) : IOperations
{
    private static readonly string[] PowerPaths = ["runtime.powerState", "runtime.connectionState"];

    public OperationKind? KindOf(PlatformOperation operation) => operation switch
    {
        PlatformOperation.Restart or PlatformOperation.Reset => OperationKind.Once,
        PlatformOperation.PowerOn or PlatformOperation.PowerOff or PlatformOperation.Shutdown or PlatformOperation.Suspend => OperationKind.Convergent,
        _ => null,
    };

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var power = await PowerAsync(operation, cancellation);
        if (IsReached(operation, power)) return TaskHandle.Of(operation);
        Refuse(operation, power);
        var vm = ManagedObject.Vm(operation.NativeId);
        if (await JoinAsync(operation, cancellation) is { } running) return running;
        if (MethodOf(operation) is { } method) return TaskHandle.Of(operation, await calls.StartAsync(method, vm, cancellation));
        try
        {
            await calls.CallAsync(operation is PlatformOperation.Shutdown ? "ShutdownGuest" : "RebootGuest", vm, cancellation);
        }
        catch (PlatformException error) when (error.Error == PlatformError.Conflict)
        {
            // It may have got there by itself between the look and the call.
            if (!IsReached(operation, await PowerAsync(operation, cancellation))) throw;
        }

        return TaskHandle.Of(operation);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var power = await PowerAsync(operation, cancellation);
        if (KindOf(operation) == OperationKind.Once) return new Sighting.Unknown("vCenter's record of a restart does not say who asked for it");
        if (IsReached(operation, power)) return new Sighting.Found(TaskHandle.Of(operation));
        return await JoinAsync(operation, cancellation) is { } running ? new Sighting.Found(running) : new Sighting.NotStarted();
    }

    public async Task<JsonElement?> AwaitAsync(
        PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (KindOf(operation) == OperationKind.Once)
        {
            // With the handle of a restart of the guest, the request was taken.
            if (handle.Reference is { } task && await calls.Tasks.UntilOverAsync(task, null, progress, cancellation) is null)
                throw VSphereCalls.Lost(operation);
            return null;
        }

        // A guest may take its time to shut down, or never do it: the caller limits that.
        TimeSpan? limit = operation is PlatformOperation.Shutdown ? null : Limits.Settle;
        await calls.ConvergeAsync(
            operation, handle, async () => IsReached(operation, await PowerAsync(operation, cancellation)), limit, progress, cancellation);
        return null;
    }

    private async Task<PowerState> PowerAsync(PlatformOperation operation, CancellationToken cancellation) =>
        VmReader.Power(await calls.ReadAsync(ManagedObject.Vm(operation.NativeId), cancellation, PowerPaths));

    /// <summary>A VM has one task at a time; one that leads to the same state is as good, and vCenter would refuse a second.</summary>
    private async Task<string?> JoinAsync(PlatformOperation operation, CancellationToken cancellation)
    {
        var kind = operation switch
        {
            PlatformOperation.PowerOn => "powerOn",
            PlatformOperation.PowerOff => "powerOff",
            PlatformOperation.Suspend => "suspend",
            _ => null,
        };
        if (kind is null) return null;
        return await calls.RunningAsync(ManagedObject.Vm(operation.NativeId), cancellation, kind) is { } task ? TaskHandle.Of(operation, task) : null;
    }

    private static string? MethodOf(PlatformOperation operation) => operation switch
    {
        PlatformOperation.PowerOn => "PowerOnVM_Task",
        PlatformOperation.PowerOff => "PowerOffVM_Task",
        PlatformOperation.Suspend => "SuspendVM_Task",
        PlatformOperation.Reset => "ResetVM_Task",
        _ => null,
    };

    private static bool IsReached(PlatformOperation operation, PowerState power) => operation switch
    {
        PlatformOperation.PowerOn => power == PowerState.On,
        PlatformOperation.PowerOff or PlatformOperation.Shutdown => power == PowerState.Off,
        PlatformOperation.Suspend => power == PowerState.Suspended,
        _ => false,
    };

    /// <summary>What vCenter would refuse as well, said before it is asked. An unknown state is vCenter's to judge.</summary>
    private static void Refuse(PlatformOperation operation, PowerState power)
    {
        if (power == PowerState.Off && operation is not PlatformOperation.PowerOn)
            throw new PlatformException(PlatformError.Conflict, $"{operation.Name} needs a VM that is on, and this one is off");
        if (power == PowerState.Suspended && operation is PlatformOperation.Shutdown or PlatformOperation.Restart)
        {
            throw new PlatformException(
                PlatformError.Conflict, $"{operation.Name} is asked of the guest, and the VM is suspended; power it on first, which resumes it");
        }
    }
}
