using System.Text.Json;
using Amazon.EC2.Model;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.Ec2.Operations;
using Runbooks.Activities.Platforms.Ec2.Reading;

namespace Runbooks.Activities.Platforms.Ec2.Backups;

/// <summary>Looks whether a copy could be restored: its image, and every snapshot that it stands on. The blocks themselves are not read.</summary>
internal sealed class VerifyOperation(BackupImages images, TimeProvider time) : IOperations
{
    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        await images.RequireAsync(((PlatformOperation.VerifyBackup)operation).Copy, cancellation);
        return TaskHandle.Of(operation, operation.NativeId, time.GetUtcNow());
    }

    /// <summary>To look again changes nothing.</summary>
    public Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        Task.FromResult<Sighting>(new Sighting.NotStarted());

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        var copy = ((PlatformOperation.VerifyBackup)operation).Copy;
        var image = await images.RequireAsync(copy, cancellation);
        var snapshots = (await images.SnapshotsAsync(copy.Id, cancellation)).ToDictionary(snapshot => snapshot.SnapshotId);
        var problem = ProblemOf(image) ?? image.BlockDeviceMappings.OrEmpty().Where(mapping => mapping.Ebs is not null)
            .Select(mapping => ProblemOf(mapping, snapshots)).FirstOrDefault(found => found is not null);
        return ActivityJson.Write(new BackupChecked(problem is null, problem));
    }

    private static string? ProblemOf(Image image)
    {
        if (image.State?.Value != "available") return $"the image {image.ImageId} is {image.State?.Value}";
        return image.BlockDeviceMappings.OrEmpty().Any(mapping => mapping.Ebs is not null) ? null : $"the image {image.ImageId} holds no volume";
    }

    private static string? ProblemOf(BlockDeviceMapping mapping, Dictionary<string, Amazon.EC2.Model.Snapshot> snapshots)
    {
        var (id, device) = (mapping.Ebs.SnapshotId ?? "", mapping.DeviceName);
        if (!snapshots.TryGetValue(id, out var snapshot)) return $"the snapshot {id} of {device} is gone";
        if (snapshot.State?.Value != "completed") return $"the snapshot {id} of {device} is {snapshot.State?.Value}";
        return snapshot.StorageTier?.Value == "archive" ? $"the snapshot {id} of {device} is in the archive, and has to be restored from there first" : null;
    }
}
