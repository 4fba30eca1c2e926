using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Tasks;

namespace Runbooks.Activities.Platforms.VSphere.Operations;

/// <summary>Clones of templates. The key goes into the clone's configuration, so that a successor knows the VM again. Tags and power
/// follow when the clone is there, each as often as needed.</summary>
internal sealed class Provisioning(VSphereCalls calls, Places places, Tagging tagging, PowerOperations power, KeyedClones clones) : IOperations
{
    public OperationKind? KindOf(PlatformOperation operation) => operation is PlatformOperation.Provision ? OperationKind.Keyed : null;

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var order = ((PlatformOperation.Provision)operation).Order;
        var source = ManagedObject.Vm(order.Source);
        var template = await calls.ReadAsync(source, cancellation, "name", "parent", "runtime.host", "config.hardware.device");
        var folder = KeyedClones.FolderOf(template);
        if (await clones.LookAsync(order.Name, folder, key, cancellation) is not null) return TaskHandle.Of(operation);
        if (order.MemoryBytes is { } memory) await places.RequireRoomAsync(memory, order.Host, cancellation);
        var host = order.Host is null ? null : (ManagedObject?)(await places.HostAsync(order.Host, cancellation)).Object;
        var pool = await places.RootPoolAsync(host ?? template.Reference("runtime.host") ?? throw Vim.Unexpected("a template without a host"), cancellation);
        var storage = order.Storage is null ? null : (ManagedObject?)await places.StorageAsync(order.Storage, cancellation);
        var card = order.Network is null ? null : CloneSpec.Card(template, await places.BackingAsync(order.Network, cancellation));
        return TaskHandle.Of(operation, await calls.StartAsync(
            "CloneVM_Task",
            source,
            cancellation,
            Vim.Reference("folder", folder),
            Vim.Element("name", ObjectProperties.Escape(order.Name)),
            CloneSpec.Write(order, key, pool, host, storage, card)));
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var order = ((PlatformOperation.Provision)operation).Order;
        return await clones.FindAsync(order.Name, ManagedObject.Vm(order.Source), await FolderAsync(order, cancellation), key, cancellation)
            ? new Sighting.Found(TaskHandle.Of(operation))
            : new Sighting.NotStarted();
    }

    public async Task<JsonElement?> AwaitAsync(
        PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        var order = ((PlatformOperation.Provision)operation).Order;
        var made = handle.Reference is { } task ? (await calls.Tasks.UntilOverAsync(task, null, progress, cancellation))?.Result : null;
        // No key is given here; the name was free when the clone began, and is this VM's since.
        var vm = (made ?? await clones.NamedAsync(order.Name, await FolderAsync(order, cancellation), cancellation) ?? throw VSphereCalls.Lost(operation)).Value;
        var tags = order.Tags.ToImmutableSortedDictionary(tag => tag.Key, string? (tag) => tag.Value, StringComparer.Ordinal);
        if (tags.Count > 0) await tagging.SetAsync(vm, tags, cancellation);
        if (order.PowerOn)
        {
            var on = new PlatformOperation.PowerOn(vm);
            var started = await power.StartAsync(on, "", cancellation);
            await power.AwaitAsync(on, TaskHandle.Parse(on, started), null, cancellation);
        }

        return ActivityJson.Write(new Provisioned(vm));
    }

    private async Task<ManagedObject> FolderAsync(VmOrder order, CancellationToken cancellation) =>
        KeyedClones.FolderOf(await calls.ReadAsync(ManagedObject.Vm(order.Source), cancellation, "name", "parent"));
}
