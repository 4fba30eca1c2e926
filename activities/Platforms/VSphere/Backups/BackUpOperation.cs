using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.VSphere.Operations;
using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Reading;
using Runbooks.Activities.Platforms.VSphere.Tasks;

namespace Runbooks.Activities.Platforms.VSphere.Backups;

/// <summary>Copies a VM as a template on another datastore: a snapshot, a full clone of that, and the snapshot goes. Each step is known by what it
/// leaves in vCenter, so that any process can go on with the next.</summary>
internal sealed class BackUpOperation(VSphereCalls calls, Places places, BackupImages images, BackupSnapshots snapshots, CopyMaker maker) : IOperations
{
    public OperationKind? KindOf(PlatformOperation operation) => operation is PlatformOperation.BackUp ? OperationKind.Keyed : null;

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var (backUp, order) = ((PlatformOperation.BackUp)operation, ((PlatformOperation.BackUp)operation).Order);
        if (await images.FindAsync(order.Copy, cancellation) is { } there)
        {
            BackupImages.RequireOwn(there, operation, order.Copy);
            return TaskHandle.Of(operation);
        }

        var vm = await calls.ReadAsync(
            ManagedObject.Vm(backUp.NativeId), cancellation,
            "name", "config.hardware.device", "runtime.powerState", "runtime.connectionState", "guest.toolsRunningStatus");
        await RefuseAsync(order, vm, cancellation);
        var quiesce = BackupSnapshots.CanQuiesce(vm);
        if (order.AtLeast == Consistency.Application)
            throw new PlatformException(PlatformError.Conflict, "VMware Tools write out file systems; that applications wrote out their data cannot be told. Ask for a filesystem-consistent copy");
        if (order.AtLeast > Consistency.Crash && !quiesce)
            throw new PlatformException(PlatformError.Conflict, $"{vm.Name} does not run, or VMware Tools do not: its guest cannot be asked to write out its data");
        return await snapshots.FindAsync(backUp, cancellation) is null && await RunningAsync(backUp, cancellation) is null
            ? TaskHandle.Of(operation, await snapshots.BeginAsync(backUp, quiesce, cancellation))
            : TaskHandle.Of(operation);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var backUp = (PlatformOperation.BackUp)operation;
        // Whose a task is cannot be told; when it is over, its effect can.
        if (await RunningAsync(backUp, cancellation) is { } running)
            await calls.Tasks.UntilAsync(async () => await calls.Tasks.ReadAsync(running, cancellation) is null or { IsOver: true }, null, cancellation);
        return await images.FindAsync(backUp.Order.Copy, cancellation) is not null || await snapshots.FindAsync(backUp, cancellation) is not null
            ? new Sighting.Found(TaskHandle.Of(operation))
            : new Sighting.NotStarted();
    }

    public async Task<JsonElement?> AwaitAsync(
        PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        var backUp = (PlatformOperation.BackUp)operation;
        if (handle.Reference is { } task) await snapshots.AwaitAsync(backUp, task, cancellation);
        var image = await maker.MakeAsync(backUp, progress, cancellation);
        BackupImages.RequireOwn(image, operation, backUp.Order.Copy);
        await snapshots.RemoveAsync(backUp, cancellation);
        return ActivityJson.Write(new BackedUp(
            BackupKind.Full, image.Bytes, image.Consistency, image.MadeAt, image.Template.Value, await StorageAsync(image, cancellation)));
    }

    private Task<ManagedObject?> RunningAsync(PlatformOperation.BackUp backUp, CancellationToken cancellation) =>
        calls.RunningAsync(ManagedObject.Vm(backUp.NativeId), cancellation, "createSnapshot", "clone");

    private async Task RefuseAsync(BackupOrder order, ObjectProperties vm, CancellationToken cancellation)
    {
        if (order.Repository is not { } repository)
            throw new PlatformException(PlatformError.Invalid, "vCenter has no place of its own for copies; name a datastore as the repository");
        var storage = await places.StorageAsync(repository, cancellation);
        var disks = Devices.DisksOf(vm).ToList();
        if (disks.Count == 0) throw new PlatformException(PlatformError.Invalid, $"{vm.Name} has no disk to copy");
        if (disks.FirstOrDefault(Devices.IsIndependent) is { } left)
            throw new PlatformException(PlatformError.Unsupported, $"{vm.Name} has an independent disk ({Devices.LabelOf(left)}), which no snapshot holds; a copy would be without it");
        if (order.OnlyCopy && disks.Any(disk => Devices.StorageOf(disk) == storage))
            throw new PlatformException(PlatformError.Invalid, $"{vm.Name} is on the datastore {repository}; its only copy must be somewhere else");
    }

    private async Task<string?> StorageAsync(BackupImage image, CancellationToken cancellation) =>
        Devices.DisksOf(image.Properties).Select(Devices.StorageOf).OfType<ManagedObject>().FirstOrDefault() is { Value: not null } storage
            ? (await calls.FindAsync(storage, cancellation, "name"))?.Name
            : null;
}
