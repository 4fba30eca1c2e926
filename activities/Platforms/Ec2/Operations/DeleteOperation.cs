using System.Text.Json;
using Amazon.EC2.Model;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.Ec2.Reading;

namespace Runbooks.Activities.Platforms.Ec2.Operations;

/// <summary>Terminates instances. EC2 itself refuses those with termination protection.</summary>
internal sealed class DeleteOperation(Ec2Client client, InstanceReader reader, Waiting waiting, TimeProvider time) : IOperations
{
    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var instance = await reader.FindAsync(operation.NativeId, cancellation);
        if (instance is not null && !IsUnderWay(instance))
        {
            RefuseUnlessOff(instance);
            RefuseLeftovers(instance);
            var request = new TerminateInstancesRequest { InstanceIds = [operation.NativeId] };
            await client.CallAsync(ec2 => ec2.TerminateInstancesAsync(request, cancellation), cancellation);
        }

        return Handle(operation);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        await reader.FindAsync(operation.NativeId, cancellation) is { } instance && !IsUnderWay(instance)
            ? new Sighting.NotStarted()
            : new Sighting.Found(Handle(operation));

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        await waiting.UntilAsync(
            async () =>
            {
                var instance = await reader.FindAsync(handle.Instance, cancellation);
                if (instance is null || Lifecycle.IsGone(instance)) return true;
                if (!IsUnderWay(instance) && waiting.IsOver(Limits.Settle, handle))
                    throw Waiting.Interrupted(operation, $"the instance is {Lifecycle.Name(instance)}");
                return false;
            },
            cancellation);
        return null;
    }

    private static bool IsUnderWay(Instance instance) => Lifecycle.Name(instance) is "shutting-down" or "terminated";

    /// <summary>EC2 would terminate a running one, too.</summary>
    private static void RefuseUnlessOff(Instance instance)
    {
        if (Lifecycle.PowerOf(instance) != PowerState.Off)
            throw new PlatformException(PlatformError.Conflict, $"delete needs an instance that is stopped, and this one is {Lifecycle.Name(instance)}");
    }

    /// <summary>A volume that is not deleted with its instance was either meant to stay or is forgotten: neither is for this
    /// operation to decide.</summary>
    private static void RefuseLeftovers(Instance instance)
    {
        var kept = instance.BlockDeviceMappings.OrEmpty()
            .Where(mapping => mapping.Ebs?.DeleteOnTermination == false).Select(mapping => $"{mapping.Ebs.VolumeId} ({mapping.DeviceName})").ToList();
        if (kept.Count == 0) return;
        throw new PlatformException(
            PlatformError.Conflict,
            $"the instance would be deleted without all its disks: {string.Join(", ", kept)} would stay. Detach them, or set them to be deleted on termination");
    }

    private string Handle(PlatformOperation operation) => TaskHandle.Of(operation, operation.NativeId, time.GetUtcNow());
}
