using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.OpenStack.Compute;
using Runbooks.Activities.Platforms.OpenStack.Operations;
using Runbooks.Activities.Platforms.OpenStack.Reading;

namespace Runbooks.Activities.Platforms.OpenStack.Backups;

/// <summary>Makes servers from copies. Nova starts what it makes: until it is off, such a server has no network at all, and only then is
/// plugged into the one that was ordered. That it is not ready yet is written on it, so that any process can finish it.</summary>
internal sealed class RestoreOperation(Actions actions, BackupImages images, ProvisionOperation making, Sizing sizing, Placing placing, TimeProvider time) : IOperations
{
    public const string Unfinished = "runbooks-restoring";

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var (order, mark) = (((PlatformOperation.Restore)operation).Order, Creation.Of(key));
        var image = await images.RequireAsync(order.Copy, cancellation);
        if (image.Status != "active") throw new PlatformException(PlatformError.Invalid, $"the image {image.Id} of the copy '{order.Copy.Id}' is {image.Status}");
        if (await making.FindOrRefuseAsync(order.Name, mark, cancellation) is { } made) return Handle(operation, made.Id, mark);
        var vm = new VmOrder(order.Name, image.Id, null, null, image.BackupFlavor, order.Host, order.Storage, order.Network ?? "none", order.Tags, null, PowerOn: true);
        // That it is there is found out before anything is made.
        await placing.NetworksAsync(vm, cancellation);
        var server = new
        {
            name = order.Name,
            imageRef = image.Id,
            flavorRef = (await sizing.OfAsync(vm, cancellation)).Id,
            networks = "none",
            metadata = order.Tags.SetItem(Creation.KeyName, mark).SetItem(Unfinished, "yes"),
            host = await placing.HostAsync(vm, new Names(""), cancellation),
        };
        return Handle(operation, (await actions.Nova.CreateAsync(server, cancellation)).Id, mark);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var mark = Creation.Of(key);
        var ours = ProvisionOperation.Ours(await actions.Nova.NamedAsync(operation.NativeId, cancellation), mark);
        return ours is [var made, ..] ? new Sighting.Found(Handle(operation, made.Id, mark)) : new Sighting.NotStarted();
    }

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        Server? ready = null;
        await actions.Waiting.UntilAsync(async () => (ready = await FinishAsync((PlatformOperation.Restore)operation, handle, cancellation)) is not null, cancellation);
        return ActivityJson.Write(new Provisioned(ready!.Id));
    }

    /// <returns>The server, when it is off, where it belongs, and nothing is left to do.</returns>
    private async Task<Server?> FinishAsync(PlatformOperation.Restore restore, TaskHandle handle, CancellationToken cancellation)
    {
        if (await making.OneAsync(restore.NativeId, handle, cancellation) is not { } server) return null;
        // Without the mark it is ready, and somebody else's to power on.
        if (!server.Metadata.ContainsKey(Unfinished)) return server;
        if (server.Status == "ERROR") throw await making.FailedAsync(server, cancellation);
        if (server.TaskState is not null || server.Status == "BUILD") return null;
        if (server.Status == "ACTIVE") await actions.Nova.ActAsync(server.Id, "os-stop", null, cancellation);
        else if (server.Status == "SHUTOFF") await HandOverAsync(restore.Order, server, cancellation);
        else throw Waiting.Interrupted(restore, $"the server is {Lifecycle.Words(server)}");
        return null;
    }

    private async Task HandOverAsync(RestoreOrder order, Server server, CancellationToken cancellation)
    {
        if (order.Network is not null && (await actions.Nova.InterfacesAsync(server.Id, cancellation)).Count == 0)
            await actions.Nova.AttachAsync(server.Id, await placing.NetworkAsync(order.Network, cancellation), cancellation);
        await actions.Nova.RemoveMetadataAsync(server.Id, Unfinished, cancellation);
    }

    private string Handle(PlatformOperation operation, string id, string mark) => TaskHandle.Of(operation, id, time.GetUtcNow(), null, mark);
}
