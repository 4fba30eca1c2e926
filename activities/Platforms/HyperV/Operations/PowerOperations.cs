using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.HyperV.Reading;
using Runbooks.Activities.Platforms.HyperV.Scripts;

namespace Runbooks.Activities.Platforms.HyperV.Operations;

/// <summary>On, off, suspend, restart and reset. All but the last two are known by the state that they reach.</summary>
internal sealed class PowerOperations(Calls calls) : IOperations
{
    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        await calls.AskAsync(Script.Power, new() { ["vm"] = operation.NativeId, ["do"] = operation.Name }, cancellation);
        return TaskHandle.Of(operation, calls.Now);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var machine = await calls.GetAsync(operation.NativeId, cancellation);
        if (operation is PlatformOperation.Restart or PlatformOperation.Reset) return new Sighting.Unknown("Hyper-V does not record for whom a VM was restarted");
        return IsReached(operation, machine) ? new Sighting.Found(TaskHandle.Of(operation, calls.Now)) : new Sighting.NotStarted();
    }

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        // With the handle of a restart, the request was taken.
        if (operation is PlatformOperation.Restart or PlatformOperation.Reset) return null;
        await calls.UntilAsync(
            async () =>
            {
                var machine = await calls.GetAsync(handle.Target, cancellation);
                if (IsReached(operation, machine)) return true;
                // A guest may take its time to shut down, or never do it: the caller limits that.
                if (operation is not PlatformOperation.Shutdown && machine.State is "Running" or "Off" or "Saved" or "Paused" && handle.IsOlderThan(Limits.Settle, calls.Now))
                    throw new PlatformException(PlatformError.Interrupted, $"{operation.Name} was begun, but the VM is {machine.State}. Look at the VM, then try again");
                return false;
            },
            cancellation);
        return null;
    }

    private static bool IsReached(PlatformOperation operation, MachineFacts machine) => operation switch
    {
        PlatformOperation.PowerOn => machine.State == "Running",
        PlatformOperation.PowerOff or PlatformOperation.Shutdown => machine.State == "Off",
        PlatformOperation.Suspend => machine.State == "Saved",
        _ => false,
    };
}
