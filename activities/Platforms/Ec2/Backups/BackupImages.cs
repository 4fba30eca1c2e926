using Amazon.EC2;
using Amazon.EC2.Model;
using Runbooks.Activities.Platforms.Ec2.Reading;

namespace Runbooks.Activities.Platforms.Ec2.Backups;

/// <summary>Copies of instances: images whose name is the copy's id, so that EC2 itself keeps a repetition from making a second one. What a
/// restored instance has to be like is written on them, since the original may be gone.</summary>
internal sealed class BackupImages(Ec2Client client)
{
    public const string OfCopy = "runbooks-backup", OfVm = "runbooks-backup-of", OfType = "runbooks-backup-type", OfGroups = "runbooks-backup-groups";

    /// <summary>A tag's longest value.</summary>
    private const int LongestTag = 256;

    public async Task CreateAsync(Instance instance, BackupOrder order, CancellationToken cancellation)
    {
        List<Tag> tags =
        [
            new(OfCopy, order.Id), new(OfVm, instance.InstanceId), new(OfType, instance.InstanceType.Value), new(OfGroups, GroupsOf(instance)),
        ];
        var request = new CreateImageRequest
        {
            InstanceId = instance.InstanceId,
            Name = NameOf(order.Id),
            Description = $"Backup {order.Id} of {instance.InstanceId}",
            // Without it EC2 would restart the instance for a consistent file system.
            NoReboot = true,
            TagSpecifications = [Tagged(ResourceType.Image, tags), Tagged(ResourceType.Snapshot, tags)],
        };
        await client.CallAsync(ec2 => ec2.CreateImageAsync(request, cancellation), cancellation);
    }

    /// <summary>Null where there is none, or EC2 does not show it yet.</summary>
    public async Task<Image?> FindAsync(BackupCopy copy, CancellationToken cancellation)
    {
        if (copy.Repository is not null) return null;
        var request = new DescribeImagesRequest { Owners = ["self"], Filters = [new Filter("name", [NameOf(copy.Id)])] };
        var found = await client.CallAsync(ec2 => ec2.DescribeImagesAsync(request, cancellation), cancellation);
        return found.Images.OrEmpty().FirstOrDefault(image => image.State?.Value != "deregistered");
    }

    /// <exception cref="PlatformException"><see cref="PlatformError.NotFound"/>: there is none, or it is not whole.</exception>
    public async Task<Image> RequireAsync(BackupCopy copy, CancellationToken cancellation) =>
        await FindAsync(copy, cancellation) is { } image && !HasFailed(image) && image.State?.Value != "pending"
            ? image
            : throw new PlatformException(PlatformError.NotFound, $"EC2 has no whole copy '{copy.Id}'" + (copy.Repository is { } named ? $" in '{named}'" : ""));

    /// <summary>The snapshots that an image of this copy stands on, and those that it left behind.</summary>
    public async Task<IReadOnlyList<Amazon.EC2.Model.Snapshot>> SnapshotsAsync(string copy, CancellationToken cancellation)
    {
        var request = new DescribeSnapshotsRequest { OwnerIds = ["self"], Filters = [new Filter("tag:" + OfCopy, [copy])], MaxResults = Limits.Page };
        var found = new List<Amazon.EC2.Model.Snapshot>();
        do
        {
            var page = await client.CallAsync(ec2 => ec2.DescribeSnapshotsAsync(request, cancellation), cancellation);
            found.AddRange(page.Snapshots.OrEmpty());
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return found;
    }

    /// <summary>Removes what is there of a copy. What EC2 still holds on to is left to the next time.</summary>
    /// <returns>Whether nothing was there.</returns>
    public async Task<bool> RemoveAsync(BackupCopy copy, CancellationToken cancellation)
    {
        var image = await FindAsync(copy, cancellation);
        if (image is not null) await IgnoreAsync(ec2 => ec2.DeregisterImageAsync(new DeregisterImageRequest { ImageId = image.ImageId }, cancellation), cancellation);
        var snapshots = await SnapshotsAsync(copy.Id, cancellation);
        foreach (var snapshot in snapshots)
            await IgnoreAsync(ec2 => ec2.DeleteSnapshotAsync(new DeleteSnapshotRequest { SnapshotId = snapshot.SnapshotId }, cancellation), cancellation);
        return image is null && snapshots.Count == 0;
    }

    public static string? TagOf(Image image, string name) => image.Tags.OrEmpty().FirstOrDefault(tag => tag.Key == name)?.Value;

    /// <summary>EC2 gave it up: it is no copy.</summary>
    public static bool HasFailed(Image image) => image.State?.Value is "failed" or "error" or "invalid";

    private static string NameOf(string copy) => "runbooks-" + copy;

    /// <summary>Those that do not fit are left to the default.</summary>
    private static string GroupsOf(Instance instance)
    {
        var groups = string.Join(' ', instance.SecurityGroups.OrEmpty().Select(group => group.GroupId));
        return groups.Length > LongestTag ? "" : groups;
    }

    private static TagSpecification Tagged(ResourceType type, List<Tag> tags) => new() { ResourceType = type, Tags = tags };

    /// <summary>What is gone is as wanted; what is in use yet is so for a moment after its image went.</summary>
    private async Task IgnoreAsync<T>(Func<IAmazonEC2, Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            await client.CallAsync(call, cancellation);
        }
        catch (PlatformException error) when (error.Error is PlatformError.NotFound or PlatformError.Conflict)
        {
        }
    }
}
