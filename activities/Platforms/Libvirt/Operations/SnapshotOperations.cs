using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.Libvirt.Backups;
using Runbooks.Activities.Platforms.Libvirt.Native;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Platforms.Libvirt.Operations;

/// <summary>Internal snapshots: inside the VM's own disk images, so those must be qcow2. A snapshot that was created is known by its
/// name and the key in its description, one that was removed by its absence; a revert leaves no record.</summary>
internal sealed class SnapshotOperations(LibvirtConnection reads, LongCalls longCalls, Waiting waiting) : IOperations
{
    public OperationKind? KindOf(PlatformOperation operation) => operation switch
    {
        PlatformOperation.CreateSnapshot => OperationKind.Keyed,
        PlatformOperation.RemoveSnapshot => OperationKind.Convergent,
        PlatformOperation.RevertSnapshot => OperationKind.Once,
        _ => null,
    };

    public Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation) => operation switch
    {
        PlatformOperation.CreateSnapshot create => CreateAsync(create, key, cancellation),
        PlatformOperation.RevertSnapshot revert => RevertAsync(revert, key, cancellation),
        PlatformOperation.RemoveSnapshot remove => RemoveAsync(remove, key, cancellation),
        _ => throw new PlatformException(PlatformError.Unsupported, $"libvirt cannot {operation.Name}"),
    };

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var snapshot = await LookAsync(operation, cancellation);
        return operation switch
        {
            PlatformOperation.CreateSnapshot when snapshot?.Key == key => new Sighting.Found(Handle(operation)),
            PlatformOperation.RemoveSnapshot when snapshot is null => new Sighting.Found(Handle(operation)),
            PlatformOperation.CreateSnapshot or PlatformOperation.RemoveSnapshot => new Sighting.NotStarted(),
            _ => new Sighting.Unknown("libvirt does not record that a VM was reverted"),
        };
    }

    public async Task AwaitAsync(PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (operation is PlatformOperation.RevertSnapshot && RevertEvidence.IsOver(handle.Detail)) return;
        // While libvirt creates a snapshot, it is listed already; while it removes one, still.
        await waiting.UntilNoJobAsync(operation.NativeId, cancellation);
        if (await IsDoneAsync(operation, handle, cancellation)) return;
        throw new PlatformException(
            PlatformError.Interrupted,
            $"{operation.Name} ('{NameOf(operation)}') was begun, but the VM does not show its effect. Look at the VM and its snapshots, then try again");
    }

    /// <summary>Oldest first. Blocks.</summary>
    public static IReadOnlyList<Snapshot> List(ConnectHandle connection, string vm)
    {
        using var domain = connection.Lookup(vm);
        var snapshots = new List<Snapshot>();
        foreach (var snapshot in domain.ListSnapshots())
        {
            using (snapshot) snapshots.Add(SnapshotXml.Parse(snapshot.GetXml()).Snapshot);
        }

        return SnapshotXml.InOrder(snapshots);
    }

    private async Task<string> CreateAsync(PlatformOperation.CreateSnapshot create, string key, CancellationToken cancellation)
    {
        // libvirt would make up a name.
        if (string.IsNullOrWhiteSpace(create.SnapshotName)) throw new PlatformException(PlatformError.Invalid, "a snapshot needs a name");
        if (await LookAsync(create, cancellation) is { } existing)
        {
            return existing.Key == key
                ? Handle(create)
                : throw new PlatformException(
                    PlatformError.Conflict, $"the VM has a snapshot '{create.SnapshotName}' already; give another name, or remove that one");
        }

        if (!create.Memory && (await waiting.ReadPowerAsync(create.NativeId, cancellation)).State != PowerState.Off)
        {
            throw new PlatformException(
                PlatformError.Unsupported,
                "an internal snapshot of a VM that is on must include its memory; ask for the memory, too, or power the VM off first");
        }

        var xml = SnapshotXml.Write(create.SnapshotName, key);
        await longCalls.BeginAsync(
            Handle(create), key, open => OnDomain(open, create, domain => domain.CreateSnapshot(xml)), cancellation);
        return Handle(create);
    }

    private async Task<string> RevertAsync(PlatformOperation.RevertSnapshot revert, string key, CancellationToken cancellation)
    {
        if (await LookAsync(revert, cancellation) is null)
            throw new PlatformException(PlatformError.NotFound, $"the VM has no snapshot '{revert.SnapshotName}'");
        var before = await reads.CallAsync(
            open => RevertEvidence.Before(open, revert.NativeId, revert.SnapshotName), Limits.Call, cancellation);
        var handle = TaskHandle.Of(revert, before);
        return await longCalls.BeginAsync(handle, key, open => Revert(open, revert), cancellation)
            ? TaskHandle.Of(revert, RevertEvidence.Ended(revert.SnapshotName))
            : handle;
    }

    /// <summary>What the disks kept of changes since a backup is not true of those of the snapshot: the next backup is a full one.</summary>
    private static void Revert(ConnectHandle open, PlatformOperation.RevertSnapshot revert)
    {
        using var domain = open.Lookup(revert.NativeId);
        using var snapshot = domain.LookupSnapshot(revert.SnapshotName);
        Checkpoints.Forget(domain, _ => true);
        snapshot.Revert();
    }

    private async Task<string> RemoveAsync(PlatformOperation.RemoveSnapshot remove, string key, CancellationToken cancellation)
    {
        if (await LookAsync(remove, cancellation) is not null)
        {
            await longCalls.BeginAsync(
                Handle(remove), key, open => OnSnapshot(open, remove, snapshot => snapshot.Delete()), cancellation);
        }

        return Handle(remove);
    }

    private async Task<bool> IsDoneAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation) => operation switch
    {
        PlatformOperation.RevertSnapshot revert => await reads.CallAsync(
            open => RevertEvidence.Shows(open, revert.NativeId, revert.SnapshotName, handle.Detail), Limits.Call, cancellation),
        PlatformOperation.RemoveSnapshot => await LookAsync(operation, cancellation) is null,
        _ => await LookAsync(operation, cancellation) is not null,
    };

    /// <summary>The snapshot that the operation names; null where there is none. A VM that is not there is an error.</summary>
    private Task<SnapshotXml?> LookAsync(PlatformOperation operation, CancellationToken cancellation) => reads.CallAsync(
        open =>
        {
            using var domain = open.Lookup(operation.NativeId);
            try
            {
                using var snapshot = domain.LookupSnapshot(NameOf(operation));
                return SnapshotXml.Parse(snapshot.GetXml());
            }
            catch (PlatformException error) when (error.Error == PlatformError.NotFound)
            {
                return null;
            }
        },
        Limits.Call,
        cancellation);

    private static void OnDomain(ConnectHandle open, PlatformOperation operation, Action<DomainHandle> call)
    {
        using var domain = open.Lookup(operation.NativeId);
        call(domain);
    }

    private static void OnSnapshot(ConnectHandle open, PlatformOperation operation, Action<SnapshotHandle> call)
    {
        using var domain = open.Lookup(operation.NativeId);
        using var snapshot = domain.LookupSnapshot(NameOf(operation));
        call(snapshot);
    }

    private static string Handle(PlatformOperation operation) => TaskHandle.Of(operation, NameOf(operation));

    private static string NameOf(PlatformOperation operation) => operation switch
    {
        PlatformOperation.CreateSnapshot create => create.SnapshotName,
        PlatformOperation.RevertSnapshot revert => revert.SnapshotName,
        PlatformOperation.RemoveSnapshot remove => remove.SnapshotName,
        _ => "",
    };
}
