using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.OpenStack.Compute;
using Runbooks.Activities.Platforms.OpenStack.Reading;

namespace Runbooks.Activities.Platforms.OpenStack.Operations;

/// <summary>Gives servers that are off another flavor, and confirms that: until then Nova keeps the old one in reserve.</summary>
internal sealed class ResizeOperation(Actions actions, Sizing sizing) : IOperations
{
    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var server = await actions.GetAsync(operation.NativeId, cancellation);
        if (IsUnderWay(operation, server)) return actions.Handle(operation);
        Actions.RefuseHeld(operation, server);
        if (server.Status != "SHUTOFF")
            throw new PlatformException(PlatformError.Conflict, $"resize needs a server that is off, and this one is {Lifecycle.Words(server)}");
        var resize = (PlatformOperation.Resize)operation;
        var flavor = await sizing.FindAsync(server.Flavor!, resize.Cpus, resize.MemoryBytes, cancellation);
        return await actions.AskAsync(operation, "resize", new { flavorRef = flavor.Id }, now => IsUnderWay(operation, now), cancellation);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        IsUnderWay(operation, await actions.GetAsync(operation.NativeId, cancellation))
            ? new Sighting.Found(actions.Handle(operation))
            : new Sighting.NotStarted();

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        await actions.Waiting.UntilAsync(() => LookAsync(operation, handle, cancellation), cancellation);
        return null;
    }

    private async Task<bool> LookAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        var server = await actions.GetAsync(handle.Target, cancellation);
        if (server.TaskState is null && server.Status == "VERIFY_RESIZE")
        {
            if (!Has(operation, server))
                throw new PlatformException(PlatformError.Conflict, "the server waits for a resize to another size to be confirmed or reverted");
            await ConfirmAsync(server.Id, cancellation);
            return false;
        }

        if (server.TaskState is null && server.Status != "RESIZE" && Has(operation, server)) return true;
        await actions.ThrowIfGivenUpAsync(operation, handle, server, cancellation);
        return false;
    }

    private async Task ConfirmAsync(string server, CancellationToken cancellation)
    {
        try
        {
            await actions.Nova.ActAsync(server, "confirmResize", null, cancellation);
        }
        catch (PlatformException error) when (error.Error is PlatformError.Conflict or PlatformError.Invalid)
        {
            // It is being confirmed already; the next look tells.
        }
    }

    private static bool IsUnderWay(PlatformOperation operation, Server server) =>
        server.Status == "RESIZE" || server.TaskState?.StartsWith("resize_", StringComparison.Ordinal) == true || Has(operation, server);

    private static bool Has(PlatformOperation operation, Server server) =>
        operation is PlatformOperation.Resize resize && server.Flavor is { } flavor && flavor.Vcpus == resize.Cpus && flavor.Ram << 20 == resize.MemoryBytes;
}
