using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.Libvirt.Native;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Platforms.Libvirt.Operations;

/// <summary>On, off, suspend and restart. All but the restarts are known by the state that they reach.</summary>
internal sealed class PowerOperations(LibvirtConnection changes, LongCalls longCalls, Waiting waiting) : IOperations
{
    public OperationKind? KindOf(PlatformOperation operation) => operation switch
    {
        PlatformOperation.Restart or PlatformOperation.Reset => OperationKind.Once,
        PlatformOperation.PowerOn or PlatformOperation.PowerOff or PlatformOperation.Shutdown or PlatformOperation.Suspend => OperationKind.Convergent,
        _ => null,
    };

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var handle = TaskHandle.Of(operation);
        var power = await waiting.ReadPowerAsync(operation.NativeId, cancellation);
        if (IsReached(operation, power)) return handle;
        Refuse(operation, power);
        try
        {
            await CallAsync(operation, power, handle, key, cancellation);
        }
        catch (PlatformException error) when (error.Error == PlatformError.Conflict)
        {
            // It may have got there by itself between the look and the call.
            if (!IsReached(operation, await waiting.ReadPowerAsync(operation.NativeId, cancellation))) throw;
        }

        return handle;
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var power = await waiting.ReadPowerAsync(operation.NativeId, cancellation);
        if (KindOf(operation) == OperationKind.Once) return new Sighting.Unknown("libvirt does not record that a VM was restarted");
        return IsReached(operation, power) ? new Sighting.Found(TaskHandle.Of(operation)) : new Sighting.NotStarted();
    }

    public async Task AwaitAsync(PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        // With the handle of a restart, the request was taken.
        if (KindOf(operation) == OperationKind.Once) return;
        // A guest may take its time to shut down, or never do it: the caller limits that.
        TimeSpan? limit = operation is PlatformOperation.Shutdown ? null : Limits.Settle;
        if (!await waiting.UntilAsync(operation.NativeId, power => IsReached(operation, power), limit, cancellation))
        {
            throw new PlatformException(
                PlatformError.Interrupted, $"{operation.Name} was begun, but the VM has not reached its state. Look at the VM, then try again");
        }
    }

    private static bool IsReached(PlatformOperation operation, Power power) => operation switch
    {
        PlatformOperation.PowerOn => power is { State: PowerState.On, InPassing: false },
        PlatformOperation.PowerOff or PlatformOperation.Shutdown => power.State == PowerState.Off,
        PlatformOperation.Suspend => power.State == PowerState.Suspended,
        _ => false,
    };

    private static void Refuse(PlatformOperation operation, Power power)
    {
        if (power.InPassing && operation is PlatformOperation.PowerOn or PlatformOperation.Suspend)
            throw new PlatformException(PlatformError.Busy, "libvirt has paused the VM for a moment, for another task; try again later");
        if (power.State == PowerState.Off && operation is not PlatformOperation.PowerOn)
            throw new PlatformException(PlatformError.Conflict, $"{operation.Name} needs a VM that is on, and this one is off");
        if (power.State == PowerState.Suspended && operation is PlatformOperation.Shutdown or PlatformOperation.Restart)
        {
            throw new PlatformException(
                PlatformError.Conflict, $"{operation.Name} is asked of the guest, and the VM is suspended; power it on first, which resumes it");
        }
    }

    /// <summary>Starting and ending QEMU may take long.</summary>
    private Task<bool> CallAsync(PlatformOperation operation, Power power, string handle, string key, CancellationToken cancellation)
    {
        var call = CallOf(operation, power);
        return operation is PlatformOperation.PowerOff || power.State == PowerState.Off
            ? longCalls.BeginAsync(handle, key, open => On(open, operation, call), cancellation)
            : changes.CallAsync(open => On(open, operation, call), Limits.Call, cancellation);
    }

    private static Action<DomainHandle> CallOf(PlatformOperation operation, Power power) => operation switch
    {
        PlatformOperation.PowerOn when power.Asleep => vm => vm.Wake(),
        PlatformOperation.PowerOn when power.State == PowerState.Suspended => vm => vm.Resume(),
        PlatformOperation.PowerOn => vm => vm.Create(),
        PlatformOperation.PowerOff => vm => vm.Destroy(),
        PlatformOperation.Shutdown => vm => vm.Shutdown(),
        PlatformOperation.Suspend => vm => vm.Suspend(),
        PlatformOperation.Restart => vm => vm.Reboot(),
        PlatformOperation.Reset => vm => vm.Reset(),
        _ => throw new PlatformException(PlatformError.Unsupported, $"libvirt cannot {operation.Name}"),
    };

    private static bool On(ConnectHandle open, PlatformOperation operation, Action<DomainHandle> call)
    {
        using var domain = open.Lookup(operation.NativeId);
        call(domain);
        return true;
    }
}
