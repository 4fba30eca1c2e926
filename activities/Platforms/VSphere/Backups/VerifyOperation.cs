using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.VSphere.Operations;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Reading;
using Runbooks.Activities.Platforms.VSphere.Tasks;

namespace Runbooks.Activities.Platforms.VSphere.Backups;

/// <summary>Looks whether a copy could be restored: its template, its datastore, and the files of all disks that it was made with, which stand on no others.
/// The blocks themselves are not read: that a VM starts from it shows a drill alone.</summary>
internal sealed class VerifyOperation(VSphereCalls calls, BackupImages images) : IOperations
{
    public OperationKind? KindOf(PlatformOperation operation) => operation is PlatformOperation.VerifyBackup ? OperationKind.Convergent : null;

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        await images.RequireAsync(((PlatformOperation.VerifyBackup)operation).Copy, cancellation);
        return TaskHandle.Of(operation);
    }

    /// <summary>To look again changes nothing.</summary>
    public Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        Task.FromResult<Sighting>(new Sighting.NotStarted());

    public async Task<JsonElement?> AwaitAsync(
        PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        var copy = ((PlatformOperation.VerifyBackup)operation).Copy;
        // What vCenter knows of files is as old as its last look.
        var template = (await images.RequireAsync(copy, cancellation)).Template;
        await calls.CallAsync("RefreshStorageInfo", template, cancellation);
        var problem = await ProblemAsync(await images.RequireAsync(copy, cancellation), cancellation);
        return ActivityJson.Write(new BackupChecked(problem is null, problem));
    }

    private async Task<string?> ProblemAsync(BackupImage image, CancellationToken cancellation)
    {
        if (image.Properties.Text("runtime.connectionState") is { } state and not "connected") return $"vCenter shows its template as {state}";
        var disks = Devices.DisksOf(image.Properties).ToList();
        if (disks.Count < image.Disks) return $"it was made with {image.Disks} disks and has {disks.Count}";
        var files = image.DiskFiles;
        foreach (var disk in disks)
        {
            var (file, label) = (Devices.FileOf(disk), Devices.LabelOf(disk));
            if (Devices.HasParent(disk)) return $"{label} stands on another disk's file";
            if (file is null || !files.TryGetValue(file, out var seen)) return $"the file {file} of {label} is gone";
            if (Vim.AsBool(seen.Text("accessible")) == false) return $"the file {file} of {label} cannot be read";
            if (files.Values.Where(each => IsExtentOf(each.Text("name")!, file)).Sum(each => Vim.AsLong(each.Text("size")) ?? 0) == 0)
                return $"the file {file} of {label} is empty";
            if (Devices.StorageOf(disk) is { } storage && (await calls.FindAsync(storage, cancellation, "name", "summary.accessible")) is { } store && !store.Is("summary.accessible"))
                return $"the datastore {store.Name} of {label} cannot be reached";
        }

        return null;
    }

    /// <summary><c>web.vmdk</c> describes a disk, of which <c>web-flat.vmdk</c> is the data.</summary>
    private static bool IsExtentOf(string name, string descriptor) =>
        name == descriptor || name == descriptor.Replace(".vmdk", "-flat.vmdk", StringComparison.Ordinal);
}
