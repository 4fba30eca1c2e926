using System.Text.Json;
using Runbooks.Activities.Integration;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.HyperV.Reading;
using Runbooks.Activities.Platforms.HyperV.Scripts;
using Runbooks.Activities.Platforms.Seeds;

namespace Runbooks.Activities.Platforms.HyperV.Operations;

/// <summary>Makes VMs like a template, with disks that stand on its. The operation's key is in their Notes from when they are whole.</summary>
internal sealed class ProvisionOperation(Calls calls, InventoryReader inventory) : IOperations
{
    /// <summary>Hyper-V takes memory in pieces of 2 MiB.</summary>
    private const long Piece = 2 << 20;

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var (order, mark) = (((PlatformOperation.Provision)operation).Order, IdempotencyKey.Of(key));
        if (string.IsNullOrWhiteSpace(order.Name) || order.Name.Length > 100 || order.Name.Any(char.IsControl))
            throw new PlatformException(PlatformError.Invalid, $"'{order.Name}' is no name of a VM");
        if (order.Size is { } size) throw new PlatformException(PlatformError.Invalid, $"Hyper-V has no size called {size}; give CPUs and memory");
        var made = await calls.RunAsync<Made>(Script.Provision, await ArgumentsAsync(order, mark, cancellation), cancellation);
        return Handle(operation, made, mark);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var mark = IdempotencyKey.Of(key);
        var made = await calls.RunAsync<Made>(Script.FindMade, new() { ["mark"] = mark }, cancellation);
        // One that was made, and not started yet, is gone on with.
        return made.Id is null || (IsToBeOn(operation) && made.State == "Off") ? new Sighting.NotStarted() : new Sighting.Found(Handle(operation, made, mark));
    }

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        await calls.UntilAsync(
            async () =>
            {
                var machine = await calls.GetAsync(handle.Target, cancellation);
                if (machine.State == "Running" || !IsToBeOn(operation)) return true;
                if (handle.IsOlderThan(Limits.Settle, calls.Now) && machine.State != "Starting")
                    throw new PlatformException(PlatformError.Interrupted, $"the VM was made, but it is {machine.State}. Look at the VM, then power it on");
                return false;
            },
            cancellation);
        return ActivityJson.Write(new Provisioned(handle.Target));
    }

    private async Task<Dictionary<string, object?>> ArgumentsAsync(VmOrder order, string mark, CancellationToken cancellation) => new()
    {
        ["name"] = order.Name,
        ["source"] = order.Source,
        ["cpus"] = order.Cpus,
        ["memory"] = order.MemoryBytes / Piece * Piece,
        ["host"] = order.Host,
        ["network"] = order.Network,
        ["folder"] = order.Storage is null ? null : await inventory.FolderOnAsync(order.Storage, cancellation) + "\\Hyper-V",
        ["notes"] = Notes.Write("", order.Tags.Select(tag => KeyValuePair.Create(tag.Key, (string?)tag.Value))) + "\n" + Notes.KeyMark(mark),
        ["mark"] = mark,
        ["seed"] = order.UserData is { } data ? Convert.ToBase64String(Seed.Write(mark, order.Name, data)) : null,
        ["powerOn"] = order.PowerOn,
    };

    private static bool IsToBeOn(PlatformOperation operation) => ((PlatformOperation.Provision)operation).Order.PowerOn;

    private string Handle(PlatformOperation operation, Made made, string mark) => TaskHandle.Of(operation, calls.Now, mark, made.Id);

    private sealed record Made(string? Id, string? State = null);
}
