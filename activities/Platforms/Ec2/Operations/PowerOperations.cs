using System.Text.Json;
using Amazon.EC2;
using Amazon.EC2.Model;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.Ec2.Reading;

namespace Runbooks.Activities.Platforms.Ec2.Operations;

/// <summary>On, off, hibernate and restart. All but the restart are known by the state that they reach.</summary>
internal sealed class PowerOperations(Ec2Client client, InstanceReader reader, Waiting waiting, TimeProvider time) : IOperations
{
    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var instance = await reader.GetAsync(operation.NativeId, cancellation);
        if (IsUnderWay(operation, instance)) return Handle(operation);
        Refuse(operation, instance);
        try
        {
            await CallAsync(operation, cancellation);
        }
        catch (PlatformException error) when (error.Error == PlatformError.Conflict)
        {
            // It may have got there by itself between the look and the call.
            if (!IsUnderWay(operation, await reader.GetAsync(operation.NativeId, cancellation))) throw;
        }

        return Handle(operation);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var instance = await reader.GetAsync(operation.NativeId, cancellation);
        if (operation is PlatformOperation.Restart) return new Sighting.Unknown("EC2 does not record that an instance was restarted");
        return IsUnderWay(operation, instance) ? new Sighting.Found(Handle(operation)) : new Sighting.NotStarted();
    }

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        // With the handle of a restart, the request was taken.
        if (operation is PlatformOperation.Restart) return null;
        await waiting.UntilAsync(
            async () =>
            {
                var instance = await reader.GetAsync(handle.Instance, cancellation);
                if (IsReached(operation, instance)) return true;
                ThrowIfFailed(operation, handle, instance);
                return false;
            },
            cancellation);
        return null;
    }

    /// <summary>Whether it is done, or is being done, whoever asked for it.</summary>
    private static bool IsUnderWay(PlatformOperation operation, Instance instance) => IsReached(operation, instance) || operation switch
    {
        PlatformOperation.PowerOn => Lifecycle.Name(instance) == "pending",
        PlatformOperation.Shutdown => Lifecycle.Name(instance) == "stopping" && !Lifecycle.IsHibernated(instance),
        PlatformOperation.Suspend => Lifecycle.Name(instance) == "stopping" && Lifecycle.IsHibernated(instance),
        _ => false,
    };

    private static bool IsReached(PlatformOperation operation, Instance instance) => operation switch
    {
        PlatformOperation.PowerOn => Lifecycle.Name(instance) == "running",
        PlatformOperation.PowerOff or PlatformOperation.Shutdown => Lifecycle.PowerOf(instance) == PowerState.Off,
        PlatformOperation.Suspend => Lifecycle.PowerOf(instance) == PowerState.Suspended,
        _ => false,
    };

    private static void Refuse(PlatformOperation operation, Instance instance)
    {
        var state = Lifecycle.Name(instance);
        if (operation is PlatformOperation.Suspend && instance.HibernationOptions?.Configured != true)
            throw new PlatformException(PlatformError.Unsupported, "this instance was made without hibernation, which cannot be added");
        if (state == "pending" || (state == "stopping" && operation is not PlatformOperation.PowerOff))
            throw new PlatformException(PlatformError.Busy, $"{operation.Name} cannot be asked of an instance that is {state}; try again when that is over");
        if (state == "shutting-down")
            throw new PlatformException(PlatformError.Conflict, $"{operation.Name} cannot be asked of an instance that is being terminated");
        if (state == "stopped" && operation is PlatformOperation.PowerOff or PlatformOperation.Shutdown)
            throw new PlatformException(PlatformError.Conflict, "the instance is hibernated, and EC2 cannot drop its memory; power it on first, which resumes it");
        if (state == "stopped" && operation is not PlatformOperation.PowerOn)
            throw new PlatformException(PlatformError.Conflict, $"{operation.Name} needs an instance that is running, and this one is stopped");
    }

    private async Task CallAsync(PlatformOperation operation, CancellationToken cancellation)
    {
        List<string> ids = [operation.NativeId];
        await client.CallAsync(ec2 => CallOf(ec2, operation, ids, cancellation), cancellation);
    }

    private static async Task<bool> CallOf(IAmazonEC2 ec2, PlatformOperation operation, List<string> ids, CancellationToken cancellation)
    {
        Task call = operation switch
        {
            PlatformOperation.PowerOn => ec2.StartInstancesAsync(new StartInstancesRequest { InstanceIds = ids }, cancellation),
            PlatformOperation.Shutdown => ec2.StopInstancesAsync(new StopInstancesRequest { InstanceIds = ids }, cancellation),
            PlatformOperation.PowerOff => ec2.StopInstancesAsync(
                new StopInstancesRequest { InstanceIds = ids, Force = true, SkipOsShutdown = true }, cancellation),
            PlatformOperation.Suspend => ec2.StopInstancesAsync(new StopInstancesRequest { InstanceIds = ids, Hibernate = true }, cancellation),
            PlatformOperation.Restart => ec2.RebootInstancesAsync(new RebootInstancesRequest { InstanceIds = ids }, cancellation),
            _ => throw new PlatformException(PlatformError.Unsupported, $"EC2 cannot {operation.Name}"),
        };
        await call;
        return true;
    }

    /// <summary>EC2 may take a request, and give it up later: an instance that found no room is stopped again.</summary>
    private void ThrowIfFailed(PlatformOperation operation, TaskHandle handle, Instance instance)
    {
        if (IsUnderWay(operation, instance) || Lifecycle.Name(instance) is "stopping" or "shutting-down") return;
        if (operation is PlatformOperation.PowerOn && Ec2Error.IsCapacity(instance.StateReason?.Code) && waiting.IsOver(Limits.Poll * 2, handle))
            throw new PlatformException(PlatformError.Capacity, $"{instance.StateReason!.Code}: {instance.StateReason.Message}");
        if (waiting.IsOver(Limits.Settle, handle)) throw Waiting.Interrupted(operation, $"the instance is {Lifecycle.Name(instance)}");
    }

    private string Handle(PlatformOperation operation) => TaskHandle.Of(operation, operation.NativeId, time.GetUtcNow());
}
