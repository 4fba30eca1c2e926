using System.Text.Json;
using Amazon.EC2.Model;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.Ec2.Reading;

namespace Runbooks.Activities.Platforms.Ec2.Operations;

/// <summary>Gives stopped instances another type of their family.</summary>
internal sealed class ResizeOperation(Ec2Client client, InstanceReader reader, Sizing sizing, Waiting waiting, TimeProvider time) : IOperations
{
    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var instance = await reader.GetAsync(operation.NativeId, cancellation);
        var wanted = await WantedAsync(operation, instance, cancellation);
        if (instance.InstanceType.Value != wanted)
        {
            Refuse(instance);
            var request = new ModifyInstanceAttributeRequest { InstanceId = operation.NativeId, InstanceType = wanted };
            await client.CallAsync(ec2 => ec2.ModifyInstanceAttributeAsync(request, cancellation), cancellation);
        }

        return Handle(operation);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var instance = await reader.GetAsync(operation.NativeId, cancellation);
        return instance.InstanceType.Value == await WantedAsync(operation, instance, cancellation)
            ? new Sighting.Found(Handle(operation))
            : new Sighting.NotStarted();
    }

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        await waiting.UntilAsync(
            async () =>
            {
                var instance = await reader.GetAsync(handle.Instance, cancellation);
                if (instance.InstanceType.Value == await WantedAsync(operation, instance, cancellation)) return true;
                return waiting.IsOver(Limits.Settle, handle)
                    ? throw Waiting.Interrupted(operation, $"the instance is of type {instance.InstanceType.Value}")
                    : false;
            },
            cancellation);
        return null;
    }

    private async Task<string> WantedAsync(PlatformOperation operation, Instance instance, CancellationToken cancellation)
    {
        var resize = (PlatformOperation.Resize)operation;
        return (await sizing.FindAsync(instance.InstanceType.Value, resize.Cpus, resize.MemoryBytes, cancellation)).Name;
    }

    private static void Refuse(Instance instance)
    {
        if (Lifecycle.PowerOf(instance) == PowerState.Suspended)
            throw new PlatformException(PlatformError.Conflict, "the instance is hibernated; power it on, and shut it down, before it is resized");
        if (Lifecycle.PowerOf(instance) != PowerState.Off)
            throw new PlatformException(PlatformError.Conflict, $"resize needs an instance that is stopped, and this one is {Lifecycle.Name(instance)}");
    }

    private string Handle(PlatformOperation operation) => TaskHandle.Of(operation, operation.NativeId, time.GetUtcNow());
}
