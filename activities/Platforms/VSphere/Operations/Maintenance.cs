using System.Text.Json;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Tasks;

namespace Runbooks.Activities.Platforms.VSphere.Operations;

/// <summary>A host takes no VMs as soon as vCenter begins to put it into maintenance; it is in maintenance when none run on it any
/// more. So entering ends here when it has begun, and moving the VMs away is the caller's, or DRS's.</summary>
internal sealed class Maintenance(VSphereCalls calls) : ConvergentOperations(calls)
{
    protected override string[] Kinds => ["exitMaintenanceMode"];

    protected override bool Handles(PlatformOperation operation) =>
        operation is PlatformOperation.EnterMaintenance or PlatformOperation.LeaveMaintenance;

    protected override ManagedObject TargetOf(PlatformOperation operation) => ManagedObject.Host(operation.NativeId);

    protected override async Task<bool> IsDoneAsync(PlatformOperation operation, CancellationToken cancellation)
    {
        var isIn = await IsInAsync(TargetOf(operation), cancellation);
        if (operation is PlatformOperation.EnterMaintenance && isIn) return true;
        var isEntering = await Calls.RunningAsync(TargetOf(operation), cancellation, TaskState.EnterMaintenance) is not null;
        return operation is PlatformOperation.EnterMaintenance ? isEntering : !isIn && !isEntering;
    }

    protected override async Task<ManagedObject?> BeginAsync(PlatformOperation operation, CancellationToken cancellation)
    {
        var host = TargetOf(operation);
        if (operation is PlatformOperation.EnterMaintenance)
        {
            return await Calls.StartAsync(
                "EnterMaintenanceMode_Task", host, cancellation, Vim.Element("timeout", 0), Vim.Element("evacuatePoweredOffVms", false));
        }

        if (await Calls.RunningAsync(host, cancellation, TaskState.EnterMaintenance) is { } entering)
        {
            await Calls.CallAsync("CancelTask", entering, cancellation);
            // It may have got there before it was told to stop; then the host is in maintenance, and has to be taken out of it.
            await Calls.Tasks.UntilAsync(async () => await Calls.Tasks.ReadAsync(entering, cancellation) is null or { IsOver: true }, Limits.Settle, cancellation);
            if (!await IsInAsync(host, cancellation)) return null;
        }

        return await Calls.StartAsync("ExitMaintenanceMode_Task", host, cancellation, Vim.Element("timeout", 0));
    }

    private async Task<bool> IsInAsync(ManagedObject host, CancellationToken cancellation) =>
        (await Calls.ReadAsync(host, cancellation, "runtime.inMaintenanceMode")).Is("runtime.inMaintenanceMode");

    public override async Task<JsonElement?> AwaitAsync(
        PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (operation is not PlatformOperation.EnterMaintenance || handle.Reference is not { } task)
            return await base.AwaitAsync(operation, handle, progress, cancellation);
        // vCenter refuses at once what it refuses; what it goes on with, it has begun.
        var state = await Calls.Tasks.UntilOverAsync(
            task, async state => state.IsRunning && await HasRunningVmsAsync(TargetOf(operation), cancellation), progress, cancellation);
        if (state is null && !await IsDoneAsync(operation, cancellation)) throw VSphereCalls.Lost(operation);
        return null;
    }

    private async Task<bool> HasRunningVmsAsync(ManagedObject host, CancellationToken cancellation)
    {
        foreach (var vm in (await Calls.ReadAsync(host, cancellation, "vm")).References("vm"))
        {
            if ((await Calls.FindAsync(vm, cancellation, "runtime.powerState"))?.Text("runtime.powerState") == "poweredOn") return true;
        }

        return false;
    }
}
