using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.OpenStack.Compute;
using Runbooks.Activities.Platforms.OpenStack.Reading;

namespace Runbooks.Activities.Platforms.OpenStack.Operations;

/// <summary>On, off, suspend, restart and reset. All but the last two are known by the state that they reach.</summary>
internal sealed class PowerOperations(Actions actions) : IOperations
{
    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var server = await actions.GetAsync(operation.NativeId, cancellation);
        if (IsUnderWay(operation, server)) return actions.Handle(operation);
        Actions.RefuseHeld(operation, server);
        var (action, arguments) = CallOf(operation, server);
        return await actions.AskAsync(operation, action, arguments, now => IsUnderWay(operation, now), cancellation);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var server = await actions.GetAsync(operation.NativeId, cancellation);
        if (operation is PlatformOperation.Restart or PlatformOperation.Reset)
            return new Sighting.Unknown("Nova records that a server was rebooted, but not for whom");
        return IsUnderWay(operation, server) ? new Sighting.Found(actions.Handle(operation)) : new Sighting.NotStarted();
    }

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        await actions.Waiting.UntilAsync(
            async () =>
            {
                var server = await actions.GetAsync(handle.Target, cancellation);
                // With the handle of a restart, the request was taken.
                if (operation is PlatformOperation.Restart || IsReached(operation, server)) return true;
                await actions.ThrowIfGivenUpAsync(operation, handle, server, cancellation);
                return false;
            },
            cancellation);
        return null;
    }

    /// <summary>Whether it is done, or is being done, whoever asked for it.</summary>
    private static bool IsUnderWay(PlatformOperation operation, Server server) => operation switch
    {
        PlatformOperation.Restart or PlatformOperation.Reset => false,
        _ when IsReached(operation, server) => true,
        PlatformOperation.PowerOn => server.TaskState is "powering-on" or "resuming" or "unpausing" or "unshelving" or "shelving_unshelving",
        // A stop pulls the plug by itself, after a time that the cloud has set.
        PlatformOperation.PowerOff or PlatformOperation.Shutdown => server.TaskState == "powering-off",
        PlatformOperation.Suspend => server.TaskState == "suspending",
        _ => false,
    };

    private static bool IsReached(PlatformOperation operation, Server server) => server.TaskState is null && operation switch
    {
        PlatformOperation.PowerOn or PlatformOperation.Reset => Lifecycle.PowerOf(server) == PowerState.On,
        PlatformOperation.PowerOff or PlatformOperation.Shutdown => Lifecycle.PowerOf(server) == PowerState.Off,
        PlatformOperation.Suspend => Lifecycle.PowerOf(server) == PowerState.Suspended,
        _ => false,
    };

    /// <exception cref="PlatformException"><see cref="PlatformError.Conflict"/>: not in this state.</exception>
    private static (string Action, object? Arguments) CallOf(PlatformOperation operation, Server server) => (operation, server.Status) switch
    {
        (PlatformOperation.PowerOn, "SHUTOFF") => ("os-start", null),
        (PlatformOperation.PowerOn, "SUSPENDED") => ("resume", null),
        (PlatformOperation.PowerOn, "PAUSED") => ("unpause", null),
        (PlatformOperation.PowerOn, "SHELVED" or "SHELVED_OFFLOADED") => ("unshelve", null),
        (PlatformOperation.PowerOff or PlatformOperation.Shutdown, "SUSPENDED" or "PAUSED") =>
            throw Refused(operation, $"is {server.Status}, and Nova cannot drop its memory; power it on first, which resumes it"),
        (PlatformOperation.PowerOff or PlatformOperation.Shutdown, "ACTIVE" or "ERROR") => ("os-stop", null),
        (PlatformOperation.Suspend, "ACTIVE") => ("suspend", null),
        (PlatformOperation.Restart, "ACTIVE") => ("reboot", new { type = "SOFT" }),
        (PlatformOperation.Reset, "ACTIVE") => ("reboot", new { type = "HARD" }),
        _ => throw Refused(operation, $"is {server.Status}"),
    };

    private static PlatformException Refused(PlatformOperation operation, string why) =>
        new(PlatformError.Conflict, $"{operation.Name} cannot be asked of a server that {why}");
}
