using System.Xml.Linq;
using Runbooks.Activities.Platforms.VSphere.Operations;
using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Reading;

namespace Runbooks.Activities.Platforms.VSphere.Backups;

/// <summary>Clones the snapshot of a copy to its repository, once, whoever began that.</summary>
internal sealed class CopyMaker(VSphereCalls calls, Places places, BackupImages images, BackupSnapshots snapshots)
{
    /// <exception cref="PlatformException">There is no copy and nothing that one could be made of, or vCenter could not make it; then the snapshot is gone.</exception>
    public async Task<BackupImage> MakeAsync(PlatformOperation.BackUp backUp, IProgress<double>? progress, CancellationToken cancellation)
    {
        while (true)
        {
            if (await images.FindAsync(backUp.Order.Copy, cancellation) is { } image) return image;
            var running = await calls.RunningAsync(ManagedObject.Vm(backUp.NativeId), cancellation, "createSnapshot", "clone");
            try
            {
                await calls.Tasks.UntilOverAsync(running ?? await CloneAsync(backUp, cancellation), null, progress, cancellation);
            }
            catch (PlatformException error) when (error.Error is not (PlatformError.Unreachable or PlatformError.Unauthorised))
            {
                // Another who awaits the same copy may have begun to clone it.
                if (error.Error is PlatformError.Conflict or PlatformError.Busy && await IsGoneOnWithAsync(backUp, cancellation)) continue;
                await TidyAsync(backUp, cancellation);
                throw;
            }
        }
    }

    private async Task<ManagedObject> CloneAsync(PlatformOperation.BackUp backUp, CancellationToken cancellation)
    {
        var (source, order) = (ManagedObject.Vm(backUp.NativeId), backUp.Order);
        var snapshot = await snapshots.FindAsync(backUp, cancellation) ?? throw VSphereCalls.Lost(backUp);
        var vm = await calls.ReadAsync(source, cancellation, "name", "parent", "config.hardware.device", "datastore");
        var disks = Devices.DisksOf(vm).ToList();
        var consistency = snapshot.IsQuiesced ? Consistency.Filesystem : Consistency.Crash;
        var madeAt = snapshot.Snapshot.CreatedAt ?? throw Vim.Unexpected("a snapshot without the time of its making");
        var folder = vm.Reference("parent") ?? throw new PlatformException(PlatformError.Unsupported, $"{vm.Name} is part of a vApp, which is not copied; move it into a folder");
        var marks = BackupImage.Marks(order.Id, backUp.NativeId, madeAt, consistency, await HomeAsync(disks, cancellation), disks.Count);
        return await calls.StartAsync(
            "CloneVM_Task",
            source,
            cancellation,
            Vim.Reference("folder", folder),
            Vim.Element("name", ObjectProperties.Escape(BackupImage.NameOf(order.Id))),
            Vim.Element(
                "spec",
                CloneSpec.Location(await places.StorageAsync(order.Repository!, cancellation), null, null),
                Vim.Element("template", true),
                Vim.Element("config", Vim.Element("annotation", $"Copy {order.Id} of {vm.Name}, made by Runbooks"), marks),
                Vim.Element("powerOn", false),
                Vim.Reference("snapshot", snapshot.Reference)));
    }

    private async Task<bool> IsGoneOnWithAsync(PlatformOperation.BackUp backUp, CancellationToken cancellation) =>
        await calls.RunningAsync(ManagedObject.Vm(backUp.NativeId), cancellation, "clone") is not null
        || await images.FindAsync(backUp.Order.Copy, cancellation) is not null;

    private async Task<string?> HomeAsync(IEnumerable<XElement> disks, CancellationToken cancellation) =>
        disks.Select(Devices.StorageOf).Distinct().ToList() is [{ } home] ? (await calls.FindAsync(home, cancellation, "name"))?.Name : null;

    /// <summary>A snapshot that nobody needs any more fills its datastore. Why there is no copy matters more than that it stays.</summary>
    private async Task TidyAsync(PlatformOperation.BackUp backUp, CancellationToken cancellation)
    {
        try
        {
            await snapshots.RemoveAsync(backUp, cancellation);
        }
        catch (PlatformException)
        {
        }
    }
}
