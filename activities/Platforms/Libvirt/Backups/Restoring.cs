using System.Text.Json;
using System.Xml.Linq;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.Libvirt.Native;
using Runbooks.Activities.Platforms.Libvirt.Operations;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Platforms.Libvirt.Backups;

/// <summary>VMs from copies: disks first, whose names follow from the operation's key, then the definition, which makes the VM, or gives one
/// that is off its new disks, all at once. Its old disks go last.</summary>
internal sealed class Restoring(LibvirtConnection reads, LongCalls longCalls, Waiting waiting, string? standard) : IOperations
{
    public OperationKind? KindOf(PlatformOperation operation) => operation is PlatformOperation.Restore ? OperationKind.Keyed : null;

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var order = ((PlatformOperation.Restore)operation).Order;
        if (order.Into is null && (string.IsNullOrWhiteSpace(order.Name) || order.Name.IndexOfAny([':', '/', '\n']) >= 0))
            throw new PlatformException(PlatformError.Invalid, $"'{order.Name}' is no name of a VM; leave out colons, slashes and line breaks");
        var uuid = KeyedIdentity.Uuid(key);
        var handle = TaskHandle.Of(operation, uuid);
        if (!await IsDoneAsync(order, uuid, cancellation)) await BeginAsync(order, uuid, handle, cancellation);
        return handle;
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var uuid = KeyedIdentity.Uuid(key);
        return await IsDoneAsync(((PlatformOperation.Restore)operation).Order, uuid, cancellation)
            ? new Sighting.Found(TaskHandle.Of(operation, uuid))
            : new Sighting.NotStarted();
    }

    /// <summary>What another process began and did not end is gone on with.</summary>
    public async Task AwaitAsync(PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        var (order, text) = (((PlatformOperation.Restore)operation).Order, TaskHandle.Of(operation, handle.Detail));
        if (await waiting.OutlastAsync(() => IsDoneAsync(order, handle.Detail, cancellation), cancellation)) return;
        if (!await BeginAsync(order, handle.Detail, text, cancellation) && longCalls.Find(text) is { } call) await call.WaitAsync(cancellation);
    }

    public Task<JsonElement?> ResultAsync(PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation) =>
        Task.FromResult<JsonElement?>(ActivityJson.Write(new Provisioned(((PlatformOperation.Restore)operation).Order.Into ?? handle.Detail)));

    private Task<bool> BeginAsync(RestoreOrder order, string uuid, string handle, CancellationToken cancellation) =>
        longCalls.BeginAsync(handle, uuid, open => Restore(open, order, uuid), cancellation);

    private Task<bool> IsDoneAsync(RestoreOrder order, string uuid, CancellationToken cancellation) =>
        reads.CallAsync(open => IsDone(open, order, uuid), Limits.Call, cancellation);

    private static bool IsDone(ConnectHandle open, RestoreOrder order, string uuid)
    {
        using var domain = VirtHandle.OrNull(() => open.Lookup(order.Into ?? uuid));
        if (order.Into is null) return domain is not null;
        return domain is not null && Disk.Of(XDocument.Parse(domain.GetDefinition()).Root!).Any(disk => disk.Path?.Contains($"-{uuid[..8]}-", StringComparison.Ordinal) == true);
    }

    private void Restore(ConnectHandle open, RestoreOrder order, string uuid)
    {
        if (IsDone(open, order, uuid)) return;
        using var repository = Repository.Open(open, order.Copy, standard);
        var copy = repository.Known(order.Copy.Id);
        Check(repository, copy);
        if (order.Into is { } vm) Overwrite(open, repository, copy, vm, uuid);
        else Make(open, repository, copy, order, uuid);
    }

    /// <summary>That all of it is there. Whether it is as it was written takes long to read, and is what verifying is for.</summary>
    private static void Check(Repository repository, Manifest copy)
    {
        foreach (var disk in repository.Chain(copy).SelectMany(link => link.Disks))
        {
            using var volume = repository.Volume(disk.Volume);
            if (volume is null) throw new PlatformException(PlatformError.Invalid, $"the copy '{copy.Id}' cannot be restored: {disk.Volume} is gone");
        }
    }

    private static void Make(ConnectHandle open, Repository repository, Manifest copy, RestoreOrder order, string uuid)
    {
        using (var named = VirtHandle.OrNull(() => open.LookupByName(order.Name)))
        {
            if (named is not null) throw new PlatformException(PlatformError.Conflict, $"a VM called '{order.Name}' already exists on this host; give another name");
        }

        if (order.Host is { } host && host != open.GetHostname()) throw new PlatformException(PlatformError.NotFound, $"this connection has no host called {host}");
        if (order.Network is { } network) open.LookupNetwork(network).Dispose();
        var disks = new RestoredDisks(open, repository, order.Name, uuid);
        try
        {
            var made = disks.Make(copy, order.Storage);
            open.Define(RestoredXml.New(XElement.Parse(copy.Definition), order, uuid, made)).Dispose();
        }
        catch (PlatformException error) when (error.Error != PlatformError.Unreachable)
        {
            disks.Undo();
            throw;
        }
    }

    private static void Overwrite(ConnectHandle open, Repository repository, Manifest copy, string vm, string uuid)
    {
        using var domain = open.Lookup(vm);
        if (Power.Of(domain.GetState(), domain.RuntimeId is not null).State != PowerState.Off)
            throw new PlatformException(PlatformError.Conflict, "only a VM that is off is given other disks; power it off first");
        var now = XDocument.Parse(domain.GetDefinition()).Root!;
        var old = Disk.Of(now).Where(disk => disk.Own).ToList();
        var disks = new RestoredDisks(open, repository, (string)now.Element("name")!, uuid);
        try
        {
            var made = disks.Make(copy, storage: null);
            ForgetMoments(domain);
            open.Define(RestoredXml.InPlace(now, XElement.Parse(copy.Definition), made)).Dispose();
        }
        catch (PlatformException error) when (error.Error != PlatformError.Unreachable)
        {
            disks.Undo();
            throw;
        }

        OldDisks.Remove(open, old);
    }

    /// <summary>Its snapshots and checkpoints are of other disks.</summary>
    private static void ForgetMoments(DomainHandle domain)
    {
        foreach (var snapshot in domain.ListSnapshots())
        {
            using (snapshot) snapshot.Forget();
        }

        Checkpoints.Forget(domain, _ => true);
    }
}
