using System.Text.Json;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>One VM being worked on: its operations, with refusals of the platform put into words.</summary>
internal sealed record VmWork(FleetVm Seen, ActivityContext Context)
{
    public string Name => Seen.Name;

    public string NativeId => Seen.Vm.NativeId;

    /// <summary>Whether an earlier execution of this unit began the operation, so that its effect may be what is seen now.</summary>
    public bool Began(PlatformOperation operation) => Context.Begun.Contains(operation.Name);

    /// <param name="did">What did not happen if this fails: <c>did not power on</c>.</param>
    /// <exception cref="ActivityFailure">The platform refused; has the platform's code.</exception>
    public async Task<OperationEnd> OperateAsync(
        PlatformOperation operation, string did, CancellationToken cancellation, TimeSpan? limit = null)
    {
        try
        {
            return await Context.OperateAsync(operation, limit, cancellation);
        }
        catch (PlatformException error)
        {
            throw await FailureAsync(error, did, cancellation);
        }
    }

    /// <summary>Its snapshots as they are now, oldest first.</summary>
    public async Task<IReadOnlyList<Snapshot>> SnapshotsAsync(CancellationToken cancellation)
    {
        try
        {
            return await Context.Platform.GetSnapshotsAsync(NativeId, cancellation);
        }
        catch (PlatformException error)
        {
            throw await FailureAsync(error, "did not show its snapshots", cancellation);
        }
    }

    /// <summary>Its power state as it is now; unknown where it cannot be read.</summary>
    public async Task<PowerState> StateAsync(CancellationToken cancellation)
    {
        try
        {
            return await Context.Platform.GetVirtualMachineAsync(NativeId, cancellation) is { } now ? now.PowerState : PowerState.Unknown;
        }
        catch (PlatformException)
        {
            return PowerState.Unknown;
        }
    }

    public static ActivityResult Done(string message) => new ActivityResult.Done(Message: message);

    /// <summary>The state in a sentence: <c>the VM is still on</c>.</summary>
    public static string Words(PowerState state) =>
        state == PowerState.Unknown ? "its power state is not known now" : "the VM is " + JsonSerializer.SerializeToElement(state).GetString();

    public async Task<ActivityFailure> FailureAsync(PlatformException error, string did, CancellationToken cancellation)
    {
        var state = Words(await StateAsync(cancellation));
        var message = $"{Name} {did}; {state}. {Seen.Platform}: `{error.Message}` Next: {PlatformAdvice.Next(error.Error, Seen.Connection)}.";
        return new ActivityFailure(error.Code, message, error.Retryable, error.RetryAfter);
    }
}
