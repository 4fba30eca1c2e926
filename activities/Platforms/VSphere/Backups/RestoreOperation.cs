using System.Collections.Immutable;
using System.Text.Json;
using System.Xml.Linq;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.VSphere.Operations;
using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Reading;
using Runbooks.Activities.Platforms.VSphere.Tasks;

namespace Runbooks.Activities.Platforms.VSphere.Backups;

/// <summary>Clones copies to VMs, which stay off. Their network cards get new addresses from vCenter, and are unplugged, also for the guest, or plugged into the
/// ordered network: it is said in the clone's specification, so that the VM never exists in another way.</summary>
internal sealed class RestoreOperation(VSphereCalls calls, Places places, Tagging tagging, KeyedClones clones, BackupImages images) : IOperations
{
    public OperationKind? KindOf(PlatformOperation operation) => operation is PlatformOperation.Restore ? OperationKind.Keyed : null;

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var order = ((PlatformOperation.Restore)operation).Order;
        var image = await images.RequireAsync(order.Copy, cancellation);
        var folder = KeyedClones.FolderOf(image.Properties);
        if (await clones.LookAsync(order.Name, folder, key, cancellation) is not null) return TaskHandle.Of(operation);
        var host = order.Host is null ? image.Properties.Reference("runtime.host") : (await places.HostAsync(order.Host, cancellation)).Object;
        var pool = await places.RootPoolAsync(host ?? throw Vim.Unexpected("a template without a host"), cancellation);
        var backing = order.Network is null ? null : await places.BackingAsync(order.Network, cancellation);
        return TaskHandle.Of(operation, await calls.StartAsync(
            "CloneVM_Task",
            image.Template,
            cancellation,
            Vim.Reference("folder", folder),
            Vim.Element("name", ObjectProperties.Escape(order.Name)),
            Vim.Element(
                "spec",
                CloneSpec.Location(await StorageAsync(order, image, cancellation), pool, order.Host is null ? null : host),
                Vim.Element("template", false),
                Vim.Element("config", Devices.CardsOf(image.Properties).Select(card => Replug(card, backing)), CloneSpec.Extra(CloneSpec.KeyName, key), BackupImage.NoMarks),
                Vim.Element("powerOn", false))));
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var order = ((PlatformOperation.Restore)operation).Order;
        if (await images.FindAsync(order.Copy, cancellation) is not { } image) return new Sighting.NotStarted();
        return await clones.FindAsync(order.Name, image.Template, KeyedClones.FolderOf(image.Properties), key, cancellation)
            ? new Sighting.Found(TaskHandle.Of(operation))
            : new Sighting.NotStarted();
    }

    public async Task<JsonElement?> AwaitAsync(
        PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        var order = ((PlatformOperation.Restore)operation).Order;
        var made = handle.Reference is { } task ? (await calls.Tasks.UntilOverAsync(task, null, progress, cancellation))?.Result : null;
        var image = await images.FindAsync(order.Copy, cancellation);
        made ??= image is null ? null : await clones.NamedAsync(order.Name, KeyedClones.FolderOf(image.Properties), cancellation);
        var vm = (made ?? throw VSphereCalls.Lost(operation)).Value;
        await TagAsync(vm, order, image, cancellation);
        return ActivityJson.Write(new Provisioned(vm));
    }

    /// <summary>The ordered tags, in place of those that the clone may have from its template.</summary>
    private async Task TagAsync(string vm, RestoreOrder order, BackupImage? image, CancellationToken cancellation)
    {
        var attributes = await calls.UseAsync(session => CustomAttributes.ReadAsync(session, cancellation), cancellation);
        var inherited = image is null ? [] : attributes.Of(image.Properties).Keys.Where(name => !order.Tags.ContainsKey(name));
        var tags = order.Tags.ToImmutableSortedDictionary(tag => tag.Key, string? (tag) => tag.Value, StringComparer.Ordinal);
        await tagging.SetAsync(vm, inherited.Aggregate(tags, (all, name) => all.SetItem(name, null)), cancellation);
    }

    /// <summary>The ordered one; else that which the original was on, while it is there.</summary>
    private async Task<ManagedObject?> StorageAsync(RestoreOrder order, BackupImage image, CancellationToken cancellation)
    {
        if (order.Storage is { } named) return await places.StorageAsync(named, cancellation);
        var all = await calls.ListAsync(cancellation, new PropertyQuery("Datastore", "name"));
        return all.Where(store => store.Name == image.Home).Select(store => (ManagedObject?)store.Object).FirstOrDefault();
    }

    private static XElement Replug(XElement card, XElement? backing)
    {
        var isPlugged = backing is not null;
        return Vim.Element(
            "deviceChange",
            Vim.Element("operation", "edit"),
            Vim.Typed(
                "device",
                card.TypeOf()!,
                card.Child("key"),
                card.Child("deviceInfo"),
                backing ?? card.Child("backing"),
                Vim.Element(
                    "connectable",
                    Vim.Element("startConnected", isPlugged), Vim.Element("allowGuestControl", isPlugged), Vim.Element("connected", isPlugged)),
                card.Child("controllerKey"),
                card.Child("unitNumber"),
                // Without an address, vCenter gives one that none of its VMs has.
                Vim.Element("addressType", "assigned")));
    }
}
