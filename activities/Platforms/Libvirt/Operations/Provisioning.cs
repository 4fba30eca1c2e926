using System.Text.Json;
using System.Xml.Linq;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.Libvirt.Making;
using Runbooks.Activities.Platforms.Libvirt.Native;
using Runbooks.Activities.Platforms.Libvirt.Reading;
using Runbooks.Activities.Platforms.Seeds;

namespace Runbooks.Activities.Platforms.Libvirt.Operations;

/// <summary>VMs like a template: disks first, then the definition, under a UUID that follows from the operation's key, then the start.
/// Whoever repeats any of it, with the key or with the handle, goes on with the same VM.</summary>
internal sealed class Provisioning(LibvirtConnection reads, LongCalls longCalls, Waiting waiting, bool fullCopies) : IOperations
{
    public OperationKind? KindOf(PlatformOperation operation) => operation is PlatformOperation.Provision ? OperationKind.Keyed : null;

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var order = ((PlatformOperation.Provision)operation).Order;
        if (string.IsNullOrWhiteSpace(order.Name) || order.Name.IndexOfAny([':', '/', '\n']) >= 0)
            throw new PlatformException(PlatformError.Invalid, $"'{order.Name}' is no name of a VM; leave out colons, slashes and line breaks");
        var uuid = KeyedIdentity.Uuid(key);
        var handle = TaskHandle.Of(operation, uuid);
        if (!await IsThereAsync(uuid, cancellation)) await BeginAsync(order, uuid, handle, cancellation);
        return handle;
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var uuid = KeyedIdentity.Uuid(key);
        return await IsThereAsync(uuid, cancellation) ? new Sighting.Found(TaskHandle.Of(operation, uuid)) : new Sighting.NotStarted();
    }

    /// <summary>What another process began and did not end is gone on with: libvirtd makes one thing after the other as it is told.</summary>
    public async Task AwaitAsync(PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        var order = ((PlatformOperation.Provision)operation).Order;
        var (uuid, text) = (handle.Detail, TaskHandle.Of(operation, handle.Detail));
        var isOn = await waiting.OutlastAsync(
            async () => await IsThereAsync(uuid, cancellation) && (!order.PowerOn || (await waiting.ReadPowerAsync(uuid, cancellation)).State != PowerState.Off),
            cancellation);
        if (isOn) return;
        await BeginAsync(order, uuid, text, cancellation);
        if (longCalls.Find(text) is { } call) await call.WaitAsync(cancellation);
    }

    public Task<JsonElement?> ResultAsync(PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation) =>
        Task.FromResult<JsonElement?>(ActivityJson.Write(new Provisioned(handle.Detail)));

    private Task<bool> BeginAsync(VmOrder order, string uuid, string handle, CancellationToken cancellation) =>
        longCalls.BeginAsync(handle, uuid, open => Make(open, order, uuid), cancellation);

    private Task<bool> IsThereAsync(string uuid, CancellationToken cancellation) => reads.CallAsync(
        open =>
        {
            using var domain = VirtHandle.OrNull(() => open.Lookup(uuid));
            return domain is not null;
        },
        Limits.Call,
        cancellation);

    private void Make(ConnectHandle open, VmOrder order, string uuid)
    {
        using var there = VirtHandle.OrNull(() => open.Lookup(uuid));
        if (there is null) Define(open, order, uuid);
        else if (order.PowerOn && there.RuntimeId is null) there.Create();
    }

    private void Define(ConnectHandle open, VmOrder order, string uuid)
    {
        var template = Check(open, order);
        var disks = new NewDisks(open, order, uuid, fullCopies);
        try
        {
            var made = disks.Make(template);
            var seed = order.UserData is { } data ? disks.MakeSeed(Seed.Write(uuid, order.Name, data), template) : null;
            using var domain = open.Define(CloneXml.Write(template, order, uuid, made, seed));
            if (order.PowerOn) Start(domain);
        }
        catch (PlatformException error) when (error.Error != PlatformError.Unreachable)
        {
            disks.Undo();
            throw;
        }
    }

    /// <summary>What does not start is not kept.</summary>
    private static void Start(DomainHandle domain)
    {
        try
        {
            domain.Create();
        }
        catch (PlatformException error) when (error.Error != PlatformError.Unreachable)
        {
            domain.Undefine(UndefineFlags.Of(domain, XDocument.Parse(domain.GetDefinition()).Root!));
            throw;
        }
    }

    /// <returns>The template's definition.</returns>
    private static XElement Check(ConnectHandle open, VmOrder order)
    {
        using var source = VirtHandle.OrNull(() => open.Lookup(order.Source));
        var template = source is null ? null : XDocument.Parse(source.GetDefinition()).Root;
        if (template is null || !TemplateMark.IsOn(template))
            throw new PlatformException(PlatformError.NotFound, $"no domain with the id {order.Source} is marked as a template");
        if (order.Size is { } size)
            throw new PlatformException(PlatformError.Invalid, $"libvirt has no size called {size}; give CPUs and memory");
        if (order.Host is { } host && host != open.GetHostname())
            throw new PlatformException(PlatformError.NotFound, $"this connection has no host called {host}");
        using var named = VirtHandle.OrNull(() => open.LookupByName(order.Name));
        if (named is not null)
            throw new PlatformException(PlatformError.Conflict, $"a VM called '{order.Name}' already exists on this host; give another name");
        if (order.MemoryBytes > (long)open.GetNodeInfo().MemoryKib * 1024)
            throw new PlatformException(PlatformError.Capacity, $"{order.MemoryBytes} bytes of memory are more than the host has");
        if (order.Network is { } network) open.LookupNetwork(network).Dispose();
        return template;
    }
}
