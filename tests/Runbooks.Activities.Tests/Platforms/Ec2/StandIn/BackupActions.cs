using System.Text.RegularExpressions;

namespace Runbooks.Activities.Tests.Platforms.Ec2.StandIn;

/// <summary>Images of instances, and the snapshots that they stand on.</summary>
internal sealed partial class BackupActions(World world)
{
    private const int GiB = 8;

    public IEnumerable<object?> CreateImage(Query query)
    {
        var (instance, name) = (world.Find(query.Need("InstanceId")), query.Need("Name"));
        if (!AllowedName().IsMatch(name)) throw new Refusal("InvalidAMIName.Malformed", "AMI names must be between 3 and 128 characters long");
        if (world.Made.Find(image => image.Name == name) is { } taken)
            throw new Refusal("InvalidAMIName.Duplicate", $"AMI name {name} is already in use by AMI {taken.Id}");
        if (instance.RootDevice != "ebs") throw new Refusal("InvalidParameterValue", $"Instance {instance.Id} is not an EBS-backed instance");
        if (instance.State is not ("running" or "stopped" or "stopping")) throw Refusal.State(instance.Id, "imaged");
        if (!query.Flag("NoReboot")) throw new Refusal("UnsupportedOperation", "nobody here means to restart instances for an image");
        if (query.Need("Description").Length > 255) throw new Refusal("InvalidParameterValue", "Description is too long");
        var tags = query.Items("TagSpecification").ToDictionary(item => query.Need(item + ".ResourceType"), item => query.Tags(item + ".Tag"));
        if (tags.Values.SelectMany(each => each).Any(tag => tag.Key.Length > 128 || tag.Value?.Length > 256))
            throw new Refusal("InvalidParameterValue", "Tag value exceeds the maximum length");
        query.RefuseUnread();
        return [Xml.Of("imageId", Make(instance, name, tags).Id)];
    }

    public IEnumerable<object?> Deregister(Query query)
    {
        var id = query.Need("ImageId");
        var image = world.Made.Find(each => each.Id == id) ?? throw new Refusal("InvalidAMIID.Unavailable", $"The image ID '{id}' is no longer available");
        world.Made.Remove(image);
        world.Effects.Add(($"remove-backup {image.Tags.GetValueOrDefault("runbooks-backup")}", image.Of));
        return [Xml.Of("return", true)];
    }

    public IEnumerable<object?> Snapshots(Query query)
    {
        if (!query.List("Owner").SequenceEqual(["self"])) throw new Refusal("InvalidParameterValue", "everybody's snapshots are too many");
        var filters = query.Filters("tag:runbooks-backup");
        var found = world.Snapshots.Where(snapshot => filters["tag:runbooks-backup"].Contains(snapshot.Tags.GetValueOrDefault("runbooks-backup") ?? "")).ToList();
        var (page, next) = world.PageOf(found, query);
        yield return Xml.List("snapshotSet", page.Select(snapshot => new object?[]
        {
            Xml.Of("snapshotId", snapshot.Id), Xml.Of("status", snapshot.State), Xml.Of("volumeSize", snapshot.GiB), Xml.Of("storageTier", "standard"),
            Xml.Of("ownerId", World.Account), Xml.Tags(snapshot.Tags.Select(tag => KeyValuePair.Create(tag.Key, tag.Value ?? ""))),
        }));
        yield return Xml.Of("nextToken", next);
    }

    public IEnumerable<object?> DeleteSnapshot(Query query)
    {
        var id = query.Need("SnapshotId");
        var snapshot = world.Snapshots.Find(each => each.Id == id) ?? throw new Refusal("InvalidSnapshot.NotFound", $"The snapshot '{id}' does not exist.");
        if (world.Made.Contains(snapshot.Image)) throw new Refusal("InvalidSnapshot.InUse", $"The snapshot {id} is currently in use by {snapshot.Image.Id}");
        world.Snapshots.Remove(snapshot);
        return [Xml.Of("return", true)];
    }

    private MadeImage Make(Instance instance, string name, Dictionary<string, Dictionary<string, string?>> tags)
    {
        var number = ++world.ImagesMade;
        var image = new MadeImage(world.Clock, TimeSpan.FromMinutes(1))
        {
            Id = $"ami-{number + 0x100:x17}", Name = name, Of = instance.Id, Tags = tags.GetValueOrDefault("image") ?? [],
            Volumes = [.. instance.Volumes.Select((volume, at) => (volume.Device, $"snap-{(number << 8) + at:x17}", GiB))],
        };
        world.Made.Add(image);
        world.Snapshots.AddRange(image.Volumes.Select(volume => new VolumeSnapshot
        {
            Id = volume.Snapshot, Image = image, GiB = volume.GiB, Tags = tags.GetValueOrDefault("snapshot") ?? [],
        }));
        world.Effects.Add(("back-up", instance.Id));
        return image;
    }

    [GeneratedRegex(@"^[A-Za-z0-9()\[\] ./\-'@_]{3,128}\z")]
    private static partial Regex AllowedName();
}
