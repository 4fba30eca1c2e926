using System.Collections.Immutable;
using System.Text.Json;
using System.Xml.Linq;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Tasks;

namespace Runbooks.Activities.Platforms.VSphere.Operations;

/// <summary>Clones of templates. The key goes into the clone's configuration, so that a successor knows the VM again. Tags and power
/// follow when the clone is there, each as often as needed.</summary>
internal sealed class Provisioning(VSphereCalls calls, Places places, Tagging tagging, PowerOperations power) : IOperations
{
    public OperationKind? KindOf(PlatformOperation operation) => operation is PlatformOperation.Provision ? OperationKind.Keyed : null;

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var order = ((PlatformOperation.Provision)operation).Order;
        var source = ManagedObject.Vm(order.Source);
        var template = await calls.ReadAsync(source, cancellation, "name", "parent", "runtime.host", "config.hardware.device");
        var folder = FolderOf(template);
        if (await LookAsync(order, folder, key, cancellation) is not null) return TaskHandle.Of(operation);
        if (order.MemoryBytes is { } memory) await places.RequireRoomAsync(memory, order.Host, cancellation);
        var host = order.Host is null ? null : (ManagedObject?)(await places.HostAsync(order.Host, cancellation)).Object;
        var pool = await places.RootPoolAsync(host ?? template.Reference("runtime.host") ?? throw Vim.Unexpected("a template without a host"), cancellation);
        var storage = order.Storage is null ? null : (ManagedObject?)await places.StorageAsync(order.Storage, cancellation);
        var card = order.Network is null ? null : CloneSpec.Card(template, await BackingAsync(order.Network, cancellation));
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
        var folder = await FolderAsync(order, cancellation);
        // While others are cloned from the source as well, a task does not say which it makes; when it is over, the VM does.
        while (await LookAsync(order, folder, key, cancellation) is null)
        {
            if (await calls.RunningAsync(ManagedObject.Vm(order.Source), cancellation, "clone") is not { } running)
                return await LookAsync(order, folder, key, cancellation) is null ? new Sighting.NotStarted() : new Sighting.Found(TaskHandle.Of(operation));
            await calls.Tasks.UntilAsync(async () => await calls.Tasks.ReadAsync(running, cancellation) is null or { IsOver: true }, null, cancellation);
        }

        return new Sighting.Found(TaskHandle.Of(operation));
    }

    public async Task<JsonElement?> AwaitAsync(
        PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        var order = ((PlatformOperation.Provision)operation).Order;
        var made = handle.Reference is { } task ? (await calls.Tasks.UntilOverAsync(task, null, progress, cancellation))?.Result : null;
        // No key is given here; the name was free when the clone began, and is this VM's since.
        var vm = (made ?? await NamedAsync(order.Name, await FolderAsync(order, cancellation), cancellation) ?? throw VSphereCalls.Lost(operation)).Value;
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

    /// <summary>The VM that was made with this key, if it is there.</summary>
    /// <exception cref="PlatformException"><see cref="PlatformError.Conflict"/>: another VM has the name.</exception>
    private async Task<ManagedObject?> LookAsync(VmOrder order, ManagedObject folder, string key, CancellationToken cancellation)
    {
        if (await NamedAsync(order.Name, folder, cancellation) is not { } named) return null;
        // While it is being made, vCenter shows it without a configuration.
        if (await calls.FindAsync(named, cancellation, "config.instanceUuid", "config.extraConfig") is not { } vm || vm.Text("config.instanceUuid") is null) return null;
        return vm.Items("config.extraConfig").FirstOrDefault(option => option.Text("key") == CloneSpec.KeyName)?.Text("value") == key
            ? named
            : throw new PlatformException(PlatformError.Conflict, $"vCenter has a VM '{order.Name}' already, made by others; give another name");
    }

    /// <summary>A name is one of its folder: one question, however many VMs there are.</summary>
    private Task<ManagedObject?> NamedAsync(string name, ManagedObject folder, CancellationToken cancellation) => calls.UseAsync(
        async session => (await session.CallAsync(
            "FindChild", session.Content.SearchIndex, cancellation,
            Vim.Reference("entity", folder), Vim.Element("name", ObjectProperties.Escape(name)))).Child("returnval")?.AsReference(),
        cancellation);

    private async Task<ManagedObject> FolderAsync(VmOrder order, CancellationToken cancellation) =>
        FolderOf(await calls.ReadAsync(ManagedObject.Vm(order.Source), cancellation, "name", "parent"));

    private static ManagedObject FolderOf(ObjectProperties template) => template.Reference("parent")
        ?? throw new PlatformException(PlatformError.Unsupported, $"'{template.Name}' is part of a vApp, which is not cloned from; give a template of a folder");

    private async Task<XElement> BackingAsync(string name, CancellationToken cancellation)
    {
        var network = await places.NetworkAsync(name, cancellation);
        if (network.Object.Type != "DistributedVirtualPortgroup")
        {
            return Vim.Typed(
                "backing", "VirtualEthernetCardNetworkBackingInfo", Vim.Element("deviceName", network.Name), Vim.Reference("network", network.Object));
        }

        var group = await calls.ReadAsync(network.Object, cancellation, "key", "config.distributedVirtualSwitch");
        var owner = group.Reference("config.distributedVirtualSwitch") ?? throw Vim.Unexpected("a port group without a switch");
        var uuid = (await calls.ReadAsync(owner, cancellation, "uuid")).Text("uuid");
        return Vim.Typed(
            "backing", "VirtualEthernetCardDistributedVirtualPortBackingInfo",
            Vim.Element("port", Vim.Element("switchUuid", uuid), Vim.Element("portgroupKey", group.Text("key"))));
    }
}
