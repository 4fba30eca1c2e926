using System.Text;
using System.Text.Json;
using Amazon.EC2;
using Amazon.EC2.Model;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.Ec2.Reading;

namespace Runbooks.Activities.Platforms.Ec2.Operations;

/// <summary>Makes instances. The operation's key is EC2's client token, so that a repetition finds what the first call made.</summary>
internal sealed class ProvisionOperation(
    Ec2Client client, InstanceReader reader, Placing placing, Sizing sizing, Newborns newborns, Waiting waiting, TimeProvider time) : IOperations
{
    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var order = ((PlatformOperation.Provision)operation).Order;
        await reader.RefuseTakenAsync(order.Name, ClientToken.Of(key), cancellation);
        var request = new RunInstancesRequest
        {
            ImageId = order.Source,
            MinCount = 1,
            MaxCount = 1,
            InstanceType = InstanceType.FindValue(await sizing.OfAsync(order, cancellation)),
            SubnetId = await placing.SubnetAsync(order, cancellation),
            Placement = await placing.HostAsync(order.Host, cancellation) is { } host ? new Placement { HostId = host, Tenancy = Tenancy.Host } : null,
            UserData = order.UserData is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(order.UserData)),
            TagSpecifications = [Tagged(order, ResourceType.Instance), Tagged(order, ResourceType.Volume)],
            ClientToken = ClientToken.Of(key),
        };
        var made = await client.CallAsync(ec2 => ec2.RunInstancesAsync(request, cancellation), cancellation);
        var id = made.Reservation.Instances.Single().InstanceId;
        newborns.Add(id);
        return Handle(operation, id);
    }

    /// <summary>What EC2 does not show yet may be begun again: the token keeps it from being made twice.</summary>
    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        await reader.OfTokenAsync(ClientToken.Of(key), cancellation) is { } made
            ? new Sighting.Found(Handle(operation, made.InstanceId))
            : new Sighting.NotStarted();

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        await waiting.UntilAsync(async () => IsUp(operation, handle, await reader.FindAsync(handle.Instance, cancellation)), cancellation);
        return ActivityJson.Write(new Provisioned(handle.Instance));
    }

    private bool IsUp(PlatformOperation operation, TaskHandle handle, Instance? instance)
    {
        if (instance is null && !waiting.IsOver(Limits.Newborn, handle)) return false;
        if (instance is null) throw new PlatformException(PlatformError.NotFound, $"EC2 has no instance '{handle.Instance}' any more");
        return Lifecycle.Name(instance) switch
        {
            "running" => true,
            "pending" => false,
            "stopped" or "stopping" => throw Waiting.Interrupted(operation, "the instance was stopped by somebody else"),
            _ => throw Failure(instance),
        };
    }

    /// <summary>EC2 removes at once what it could not bring up.</summary>
    public static PlatformException Failure(Instance instance)
    {
        var (code, said) = (instance.StateReason?.Code, instance.StateReason?.Message);
        var error = Ec2Error.IsCapacity(code) ? PlatformError.Capacity
            : code is null or "Client.UserInitiatedShutdown" ? PlatformError.NotFound
            : code.StartsWith("Server.", StringComparison.Ordinal) ? PlatformError.Interrupted : PlatformError.Invalid;
        return new PlatformException(error, $"EC2 has removed the instance {instance.InstanceId} again. {code}: {said}");
    }

    private static TagSpecification Tagged(VmOrder order, ResourceType type) => new()
    {
        ResourceType = type,
        Tags = [.. order.Tags.SetItem("Name", order.Name).Select(tag => new Tag(tag.Key, tag.Value))],
    };

    private string Handle(PlatformOperation operation, string id) => TaskHandle.Of(operation, id, time.GetUtcNow());
}
