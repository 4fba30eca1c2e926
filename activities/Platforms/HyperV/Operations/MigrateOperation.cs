using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.HyperV.Reading;
using Runbooks.Activities.Platforms.HyperV.Scripts;

namespace Runbooks.Activities.Platforms.HyperV.Operations;

/// <summary>Moves VMs between the nodes of a cluster while they run. The cluster carries the move out; where the VM is tells whether it is over.</summary>
internal sealed class MigrateOperation(Calls calls) : IOperations
{
    private const string Moving = "MigratingVirtualMachine";

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var migrate = (PlatformOperation.Migrate)operation;
        if (migrate.Address is not null) throw new PlatformException(PlatformError.Unsupported, "Hyper-V moves VMs within one cluster only here");
        await calls.AskAsync(Script.Migrate, new() { ["vm"] = migrate.NativeId, ["host"] = migrate.Host, ["cancel"] = false }, cancellation);
        return TaskHandle.Of(operation, calls.Now);
    }

    /// <summary>A move to another node cannot be told from this one: whoever begins again hears that the VM is at work.</summary>
    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var machine = await calls.GetAsync(operation.NativeId, cancellation);
        return IsThere(operation, machine) || machine.Work == Moving
            ? new Sighting.Found(TaskHandle.Of(operation, calls.Now))
            : new Sighting.NotStarted();
    }

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        var moved = false;
        await calls.UntilAsync(
            async () =>
            {
                var machine = await calls.GetAsync(handle.Target, cancellation);
                if (IsThere(operation, machine)) return true;
                if (machine.Work == Moving) return !(moved = true);
                if (moved || handle.IsOlderThan(Limits.Settle, calls.Now))
                    throw new PlatformException(PlatformError.Interrupted, $"the move to {HostOf(operation)} ended, and the VM is on {machine.Host}, {machine.State}");
                return false;
            },
            cancellation);
        return null;
    }

    /// <summary>The VM stays where it is, and runs on.</summary>
    public Task CancelAsync(string vm, CancellationToken cancellation) =>
        calls.AskAsync(Script.Migrate, new() { ["vm"] = vm, ["host"] = null, ["cancel"] = true }, cancellation);

    private static bool IsThere(PlatformOperation operation, MachineFacts machine) =>
        string.Equals(machine.Host, HostOf(operation), StringComparison.OrdinalIgnoreCase) && machine.Work != Moving;

    private static string HostOf(PlatformOperation operation) => ((PlatformOperation.Migrate)operation).Host;
}
