using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.OpenStack.Compute;
using Runbooks.Activities.Platforms.OpenStack.Operations;
using Runbooks.Activities.Platforms.OpenStack.Reading;

namespace Runbooks.Activities.Platforms.OpenStack.Backups;

/// <summary>Makes servers from copies. Nova starts what it makes: until it is off, such a server has no network at all, and only then is
/// plugged into the one that was ordered. That it is not ready yet is written on it, so that any process can finish it.</summary>
internal sealed class RestoreOperation(
    Actions actions, BackupImages images, VolumeCopies copies, RestoredVolumes volumes, ProvisionOperation making, Sizing sizing, Placing placing, TimeProvider time) : IOperations
{
    public const string Unfinished = "runbooks-restoring";

    /// <summary>In handles, while there are volumes and no server yet.</summary>
    private const string OfVolumes = "volumes";

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var (order, mark) = (((PlatformOperation.Restore)operation).Order, Creation.Of(key));
        if (await copies.FindAsync(order.Copy, cancellation) is { IsWhole: true } copy) return await BeginAsync(operation, copy, mark, cancellation);
        var image = await images.RequireAsync(order.Copy, cancellation);
        if (image.Status != "active") throw new PlatformException(PlatformError.Invalid, $"the image {image.Id} of the copy '{order.Copy.Id}' is {image.Status}");
        if (await making.FindOrRefuseAsync(order.Name, mark, cancellation) is { } made) return Handle(operation, made.Id, mark);
        return Handle(operation, await MakeAsync(order, image.BackupFlavor, image.Id, null, mark, cancellation), mark);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var mark = Creation.Of(key);
        if (await OursAsync(operation, mark, cancellation) is { } made) return new Sighting.Found(Handle(operation, made.Id, mark));
        var isBegun = await copies.FindAsync(((PlatformOperation.Restore)operation).Order.Copy, cancellation) is { IsWhole: true } copy
            && await volumes.AreBegunAsync(copy, mark, cancellation);
        return isBegun ? new Sighting.Found(Handle(operation, OfVolumes, mark)) : new Sighting.NotStarted();
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
        if (handle.Target == OfVolumes && await OursAsync(restore, handle.Mark, cancellation) is null)
        {
            await GoOnAsync(restore.Order, handle, cancellation);
            return null;
        }

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

    /// <summary>Volumes first: only of those that are ready a server can be made.</summary>
    private async Task<string> BeginAsync(PlatformOperation operation, VolumeCopy copy, string mark, CancellationToken cancellation)
    {
        var order = ((PlatformOperation.Restore)operation).Order;
        if (await making.FindOrRefuseAsync(order.Name, mark, cancellation) is { } made) return Handle(operation, made.Id, mark);
        // What cannot be fulfilled is found out before anything is made.
        await placing.NetworksAsync(OrderOf(order, copy.Flavor, ""), cancellation);
        await sizing.OfAsync(OrderOf(order, copy.Flavor, ""), cancellation);
        await volumes.BeginAsync(copy, mark, cancellation);
        return Handle(operation, OfVolumes, mark);
    }

    private async Task GoOnAsync(RestoreOrder order, TaskHandle handle, CancellationToken cancellation)
    {
        var copy = await copies.FindAsync(order.Copy, cancellation) ?? throw new PlatformException(PlatformError.NotFound, $"Cinder has the copy '{order.Copy.Id}' no more");
        if (await volumes.ReadyAsync(copy, handle.Mark, cancellation) is not { } devices) return;
        if (await making.FindOrRefuseAsync(order.Name, handle.Mark, cancellation) is null) await MakeAsync(order, copy.Flavor, null, devices, handle.Mark, cancellation);
    }

    /// <returns>The id of the server, which has no network.</returns>
    private async Task<string> MakeAsync(RestoreOrder order, string? flavor, string? image, List<object>? devices, string mark, CancellationToken cancellation)
    {
        var vm = OrderOf(order, flavor, image ?? "");
        // That it is there is found out before anything is made.
        await placing.NetworksAsync(vm, cancellation);
        var server = new
        {
            name = order.Name,
            imageRef = image,
            flavorRef = (await sizing.OfAsync(vm, cancellation)).Id,
            networks = "none",
            metadata = order.Tags.SetItem(Creation.KeyName, mark).SetItem(Unfinished, "yes"),
            host = await placing.HostAsync(vm, new Names(""), cancellation),
            block_device_mapping_v2 = devices,
        };
        return (await actions.Nova.CreateAsync(server, cancellation)).Id;
    }

    private static VmOrder OrderOf(RestoreOrder order, string? flavor, string image) =>
        new(order.Name, image, null, null, flavor, order.Host, order.Storage, order.Network ?? "none", order.Tags, null, PowerOn: true);

    private async Task<Server?> OursAsync(PlatformOperation operation, string mark, CancellationToken cancellation) =>
        ProvisionOperation.Ours(await actions.Nova.NamedAsync(operation.NativeId, cancellation), mark).FirstOrDefault();

    private async Task HandOverAsync(RestoreOrder order, Server server, CancellationToken cancellation)
    {
        if (order.Network is not null && (await actions.Nova.InterfacesAsync(server.Id, cancellation)).Count == 0)
            await actions.Nova.AttachAsync(server.Id, await placing.NetworkAsync(order.Network, cancellation), cancellation);
        await actions.Nova.RemoveMetadataAsync(server.Id, Unfinished, cancellation);
    }

    private string Handle(PlatformOperation operation, string id, string mark) => TaskHandle.Of(operation, id, time.GetUtcNow(), null, mark);
}
