using System.Text.Json;
using Runbooks.Activities.Integration;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.HyperV.Scripts;

namespace Runbooks.Activities.Platforms.HyperV.Operations;

/// <summary>Checkpoints. One that was created is known by its name and the key in the Notes, one that was removed by its absence, a revert by the
/// checkpoint that the VM goes on from.</summary>
internal sealed class SnapshotOperations(Calls calls) : IOperations
{
    public async Task<IReadOnlyList<Snapshot>> ListAsync(string vm, CancellationToken cancellation)
    {
        var shown = (await LookAsync(vm, cancellation)).Snapshots;
        var names = shown.ToDictionary(snapshot => snapshot.Id, snapshot => snapshot.Name);
        return
        [
            .. shown.OrderBy(snapshot => snapshot.Created)
                .Select(snapshot => new Snapshot(snapshot.Name, snapshot.Created, snapshot.HasMemory, names.GetValueOrDefault(snapshot.Parent))),
        ];
    }

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var arguments = new Dictionary<string, object?> { ["vm"] = operation.NativeId, ["name"] = NameOf(operation) };
        if (operation is PlatformOperation.CreateSnapshot create)
        {
            // Hyper-V would make up a name.
            if (string.IsNullOrWhiteSpace(create.SnapshotName)) throw new PlatformException(PlatformError.Invalid, "a checkpoint needs a name");
            (arguments["memory"], arguments["mark"]) = (create.Memory, IdempotencyKey.Of(key));
        }

        var script = operation switch
        {
            PlatformOperation.CreateSnapshot => Script.CreateSnapshot,
            PlatformOperation.RevertSnapshot => Script.RevertSnapshot,
            _ => Script.RemoveSnapshot,
        };
        await calls.RunAsync<JsonElement>(script, arguments, cancellation);
        return TaskHandle.Of(operation, calls.Now);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var vm = await LookAsync(operation.NativeId, cancellation);
        var mark = $"#runbooks.checkpoint={IdempotencyKey.Of(key)}";
        var snapshot = Find(vm, operation);
        return operation switch
        {
            PlatformOperation.RevertSnapshot => new Sighting.Unknown("Hyper-V does not record for whom a VM was reverted"),
            PlatformOperation.RemoveSnapshot when snapshot is null => new Sighting.Found(TaskHandle.Of(operation, calls.Now)),
            PlatformOperation.CreateSnapshot when snapshot is not null && (vm.Notes + snapshot.Notes).Contains(mark, StringComparison.Ordinal) =>
                new Sighting.Found(TaskHandle.Of(operation, calls.Now)),
            _ => new Sighting.NotStarted(),
        };
    }

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        await calls.UntilAsync(
            async () =>
            {
                var vm = await LookAsync(handle.Target, cancellation);
                if (vm.Work is not null) return false;
                if (IsDone(vm, operation)) return await IsResumedAsync(vm, operation, cancellation);
                if (handle.IsOlderThan(Limits.Settle, calls.Now))
                {
                    throw new PlatformException(
                        PlatformError.Interrupted,
                        $"{operation.Name} ('{NameOf(operation)}') was begun, but the VM does not show its effect. Look at the VM and its checkpoints, then try again");
                }

                return false;
            },
            cancellation);
        return null;
    }

    /// <summary>Hyper-V leaves a VM saved that it gave the memory of a checkpoint, and the checkpoint was of one that ran.</summary>
    private async Task<bool> IsResumedAsync(SnapshotFacts vm, PlatformOperation operation, CancellationToken cancellation)
    {
        if (operation is not PlatformOperation.RevertSnapshot || vm.State != "Saved" || Find(vm, operation) is not { HasMemory: true }) return true;
        await calls.AskAsync(Script.Power, new() { ["vm"] = operation.NativeId, ["do"] = "power-on" }, cancellation);
        return false;
    }

    private static bool IsDone(SnapshotFacts vm, PlatformOperation operation) => operation switch
    {
        PlatformOperation.CreateSnapshot => Find(vm, operation) is not null,
        PlatformOperation.RemoveSnapshot => Find(vm, operation) is null,
        _ => Find(vm, operation) is { } target && target.Id == vm.Current,
    };

    private static CheckpointFacts? Find(SnapshotFacts vm, PlatformOperation operation) =>
        vm.Snapshots.FirstOrDefault(snapshot => snapshot.Name == NameOf(operation));

    /// <exception cref="PlatformException"><see cref="PlatformError.NotFound"/>.</exception>
    private Task<SnapshotFacts> LookAsync(string vm, CancellationToken cancellation) =>
        calls.RunAsync<SnapshotFacts>(Script.Snapshots, new() { ["vm"] = vm }, cancellation);

    private static string NameOf(PlatformOperation operation) => operation switch
    {
        PlatformOperation.CreateSnapshot create => create.SnapshotName,
        PlatformOperation.RevertSnapshot revert => revert.SnapshotName,
        PlatformOperation.RemoveSnapshot remove => remove.SnapshotName,
        _ => "",
    };

    /// <param name="Current">The id of the checkpoint that the VM goes on from.</param>
    private sealed record SnapshotFacts(string? Work, string Current, string State, string Notes, CheckpointFacts[] Snapshots);

    private sealed record CheckpointFacts(string Id, string Name, string Parent, DateTimeOffset Created, string State, string Notes)
    {
        public bool HasMemory => State != "Off";
    }
}
