using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Reading;
using Runbooks.Activities.Platforms.VSphere.Tasks;

namespace Runbooks.Activities.Platforms.VSphere.Operations;

/// <summary>A snapshot that was created is known by its name and the key in its description, one that was removed by its absence;
/// a revert leaves no record of who asked for it.</summary>
internal sealed class SnapshotOperations(VSphereCalls calls) : IOperations
{
    /// <summary>What vCenter shows people as the description, and what tells a successor that the snapshot is its own.</summary>
    private const string Mark = "Made by Runbooks for ";

    /// <summary>How vCenter calls the tasks that make and remove snapshots: <c>VirtualMachine.createSnapshot</c>, <c>vm.Snapshot.remove</c>.</summary>
    private static readonly string[] Kinds = ["createSnapshot", "remove", "removeSnapshot"];

    public OperationKind? KindOf(PlatformOperation operation) => operation switch
    {
        PlatformOperation.CreateSnapshot => OperationKind.Keyed,
        PlatformOperation.RemoveSnapshot => OperationKind.Convergent,
        PlatformOperation.RevertSnapshot => OperationKind.Once,
        _ => null,
    };

    public async Task<IReadOnlyList<FoundSnapshot>> ListAsync(string vm, CancellationToken cancellation) =>
        SnapshotReader.Read(await calls.ReadAsync(ManagedObject.Vm(vm), cancellation, SnapshotReader.Paths));

    public Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation) => operation switch
    {
        PlatformOperation.CreateSnapshot create => CreateAsync(create, key, cancellation),
        PlatformOperation.RevertSnapshot revert => RevertAsync(revert, cancellation),
        PlatformOperation.RemoveSnapshot remove => RemoveAsync(remove, cancellation),
        _ => throw new PlatformException(PlatformError.Unsupported, $"vSphere cannot {operation.Name}"),
    };

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        // A task does not say the name of its snapshot; when it is over, the tree does.
        var vm = ManagedObject.Vm(operation.NativeId);
        if (operation is not PlatformOperation.RevertSnapshot && await calls.RunningAsync(vm, cancellation, Kinds) is { } running)
            await calls.Tasks.UntilAsync(async () => await calls.Tasks.ReadAsync(running, cancellation) is null or { IsOver: true }, null, cancellation);
        var snapshot = await LookAsync(operation, cancellation);
        return operation switch
        {
            PlatformOperation.CreateSnapshot when snapshot?.Description == Mark + key => new Sighting.Found(TaskHandle.Of(operation)),
            PlatformOperation.RemoveSnapshot when snapshot is null => new Sighting.Found(TaskHandle.Of(operation)),
            PlatformOperation.RevertSnapshot => new Sighting.Unknown("vCenter's record of a revert does not say who asked for it"),
            _ => new Sighting.NotStarted(),
        };
    }

    public async Task<JsonElement?> AwaitAsync(
        PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (operation is PlatformOperation.RevertSnapshot)
        {
            if (handle.Reference is not { } task || await calls.Tasks.UntilOverAsync(task, null, progress, cancellation) is null)
                throw VSphereCalls.Lost(operation);
            return null;
        }

        var wanted = operation is PlatformOperation.CreateSnapshot;
        await calls.ConvergeAsync(
            operation, handle, async () => await LookAsync(operation, cancellation) is not null == wanted, Limits.Settle, progress, cancellation);
        return null;
    }

    private async Task<string> CreateAsync(PlatformOperation.CreateSnapshot create, string key, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(create.SnapshotName)) throw new PlatformException(PlatformError.Invalid, "a snapshot needs a name");
        // vCenter takes one name twice, and nobody could tell them apart afterwards.
        if (await LookAsync(create, cancellation) is { } existing)
        {
            return existing.Description == Mark + key
                ? TaskHandle.Of(create)
                : throw new PlatformException(
                    PlatformError.Conflict, $"the VM has a snapshot '{create.SnapshotName}' already; give another name, or remove that one");
        }

        return TaskHandle.Of(create, await calls.StartAsync(
            "CreateSnapshot_Task",
            ManagedObject.Vm(create.NativeId),
            cancellation,
            Vim.Element("name", create.SnapshotName),
            Vim.Element("description", Mark + key),
            Vim.Element("memory", create.Memory),
            Vim.Element("quiesce", false)));
    }

    private async Task<string> RevertAsync(PlatformOperation.RevertSnapshot revert, CancellationToken cancellation)
    {
        var snapshot = await LookAsync(revert, cancellation)
            ?? throw new PlatformException(PlatformError.NotFound, $"the VM has no snapshot '{revert.SnapshotName}'");
        return TaskHandle.Of(revert, await calls.StartAsync("RevertToSnapshot_Task", snapshot.Reference, cancellation));
    }

    private async Task<string> RemoveAsync(PlatformOperation.RemoveSnapshot remove, CancellationToken cancellation)
    {
        if (await LookAsync(remove, cancellation) is not { } snapshot) return TaskHandle.Of(remove);
        return TaskHandle.Of(remove, await calls.StartAsync(
            "RemoveSnapshot_Task", snapshot.Reference, cancellation, Vim.Element("removeChildren", false), Vim.Element("consolidate", true)));
    }

    /// <exception cref="PlatformException"><see cref="PlatformError.Conflict"/>: others gave the name to several.</exception>
    private async Task<FoundSnapshot?> LookAsync(PlatformOperation operation, CancellationToken cancellation)
    {
        var name = operation switch
        {
            PlatformOperation.CreateSnapshot create => create.SnapshotName,
            PlatformOperation.RevertSnapshot revert => revert.SnapshotName,
            PlatformOperation.RemoveSnapshot remove => remove.SnapshotName,
            _ => null,
        };
        var named = (await ListAsync(operation.NativeId, cancellation)).Where(found => found.Snapshot.Name == name).ToList();
        return named.Count > 1
            ? throw new PlatformException(PlatformError.Conflict, $"the VM has {named.Count} snapshots '{name}'; rename them in vCenter first")
            : named.SingleOrDefault();
    }
}
