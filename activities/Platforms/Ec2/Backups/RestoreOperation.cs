using System.Text.Json;
using Amazon.EC2;
using Amazon.EC2.Model;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.Ec2.Operations;
using Runbooks.Activities.Platforms.Ec2.Reading;

namespace Runbooks.Activities.Platforms.Ec2.Backups;

/// <summary>Makes instances from copies. EC2 starts what it makes: until it is stopped, an instance is in the isolated security group, and only then
/// gets the groups that it is meant to have. That it is not ready yet is written on it, so that any process can finish it.</summary>
internal sealed class RestoreOperation(
    Ec2Client client, BackupImages images, InstanceReader reader, CatalogueReader catalogue, Placing placing, IsolatedGroup isolated,
    Newborns newborns, Waiting waiting, TimeProvider time) : IOperations
{
    public const string Unfinished = "runbooks-restoring";

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var order = ((PlatformOperation.Restore)operation).Order;
        var image = await images.RequireAsync(order.Copy, cancellation);
        if (image.State?.Value != "available") throw new PlatformException(PlatformError.Invalid, $"the image {image.ImageId} of the copy '{order.Copy.Id}' is {image.State?.Value}");
        await reader.RefuseTakenAsync(order.Name, ClientToken.Of(key), cancellation);
        var group = await isolated.RequireAsync(cancellation);
        var subnet = await SubnetAsync(order, group, cancellation);
        var request = new RunInstancesRequest
        {
            ImageId = image.ImageId,
            MinCount = 1,
            MaxCount = 1,
            InstanceType = InstanceType.FindValue(BackupImages.TagOf(image, BackupImages.OfType)),
            NetworkInterfaces = [new() { DeviceIndex = 0, SubnetId = subnet, Groups = [group.GroupId], DeleteOnTermination = true, AssociatePublicIpAddress = order.Network is null ? false : null }],
            // Its volumes are its own, whatever was to become of the original's.
            BlockDeviceMappings = [.. image.BlockDeviceMappings.OrEmpty().Where(mapping => mapping.Ebs is not null)
                .Select(mapping => new BlockDeviceMapping { DeviceName = mapping.DeviceName, Ebs = new EbsBlockDevice { DeleteOnTermination = true } })],
            Placement = await placing.HostAsync(order.Host, cancellation) is { } host ? new Placement { HostId = host, Tenancy = Tenancy.Host } : null,
            TagSpecifications = [Tagged(order, ResourceType.Instance), Tagged(order, ResourceType.Volume)],
            ClientToken = ClientToken.Of(key),
        };
        var made = await client.CallAsync(ec2 => ec2.RunInstancesAsync(request, cancellation), cancellation);
        var id = made.Reservation.Instances.Single().InstanceId;
        newborns.Add(id);
        return TaskHandle.Of(operation, id, time.GetUtcNow());
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        await reader.OfTokenAsync(ClientToken.Of(key), cancellation) is { } made
            ? new Sighting.Found(TaskHandle.Of(operation, made.InstanceId, time.GetUtcNow()))
            : new Sighting.NotStarted();

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        var order = ((PlatformOperation.Restore)operation).Order;
        await waiting.UntilAsync(async () => await FinishAsync(order, handle, await reader.FindAsync(handle.Instance, cancellation), cancellation), cancellation);
        return ActivityJson.Write(new Provisioned(handle.Instance));
    }

    /// <returns>Whether it is off, where it belongs, and nothing is left to do.</returns>
    private async Task<bool> FinishAsync(RestoreOrder order, TaskHandle handle, Instance? instance, CancellationToken cancellation)
    {
        if (instance is null && !waiting.IsOver(Limits.Newborn, handle)) return false;
        if (instance is null) throw new PlatformException(PlatformError.NotFound, $"EC2 has no instance '{handle.Instance}' any more");
        switch (Lifecycle.Name(instance))
        {
            case "pending" or "stopping":
                return false;
            // Without the mark it is ready, and somebody else's to power on.
            case "running" or "stopped" when !instance.Tags.OrEmpty().Any(tag => tag.Key == Unfinished):
                return true;
            case "running":
                var stop = new StopInstancesRequest { InstanceIds = [instance.InstanceId], Force = true, SkipOsShutdown = true };
                await client.CallAsync(ec2 => ec2.StopInstancesAsync(stop, cancellation), cancellation);
                return false;
            case "stopped":
                await HandOverAsync(order, instance, cancellation);
                return false;
            default:
                throw ProvisionOperation.Failure(instance);
        }
    }

    private async Task HandOverAsync(RestoreOrder order, Instance instance, CancellationToken cancellation)
    {
        if (order.Network is not null)
        {
            var image = await images.FindAsync(order.Copy, cancellation);
            var wanted = image is null ? null : BackupImages.TagOf(image, BackupImages.OfGroups);
            var groups = await isolated.UsableAsync((wanted ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries), instance.VpcId, cancellation);
            var modify = new ModifyInstanceAttributeRequest { InstanceId = instance.InstanceId, Groups = groups };
            await client.CallAsync(ec2 => ec2.ModifyInstanceAttributeAsync(modify, cancellation), cancellation);
        }

        var ready = new DeleteTagsRequest { Resources = [instance.InstanceId], Tags = [new Tag(Unfinished)] };
        await client.CallAsync(ec2 => ec2.DeleteTagsAsync(ready, cancellation), cancellation);
    }

    /// <summary>The ordered one; else the first of those that the isolated group can be used in, the same for every repetition.</summary>
    private async Task<string> SubnetAsync(RestoreOrder order, SecurityGroup group, CancellationToken cancellation)
    {
        if (order.Storage is not null) throw new PlatformException(PlatformError.Invalid, "EC2 has no storages to choose from; leave the storage out");
        var usable = (await catalogue.SubnetsAsync(cancellation)).Where(subnet => subnet.VpcId == group.VpcId).Select(subnet => subnet.SubnetId).ToList();
        if (await placing.SubnetAsync(order.Network, cancellation) is { } named)
        {
            return usable.Contains(named) ? named : throw new PlatformException(
                PlatformError.Invalid, $"the subnet '{order.Network}' is not in the network {group.VpcId} of the security group that isolates restored VMs ({group.GroupId})");
        }

        return usable.Order(StringComparer.Ordinal).FirstOrDefault()
            ?? throw new PlatformException(PlatformError.Invalid, $"the network {group.VpcId} of the isolated security group {group.GroupId} has no subnet");
    }

    private static TagSpecification Tagged(RestoreOrder order, ResourceType type) => new()
    {
        ResourceType = type,
        Tags = [.. order.Tags.SetItem("Name", order.Name).SetItem(Unfinished, "yes").Select(tag => new Tag(tag.Key, tag.Value))],
    };
}
