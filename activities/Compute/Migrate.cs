using Runbooks.Activities.Compute.Balancing;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>Moves running virtual machines to another host, while they run.</summary>
/// <remarks>At most two VMs of a cluster move at once; others wait. A VM that is there already is skipped; so is one whose platform balances its
/// cluster by itself. A host takes no VM beyond nine tenths of its CPU and memory, nor one whose standby of the same group it has, and the
/// cluster keeps room for the loss of any one host.</remarks>
[Activity("vm.migrate", Effect.Change, Title = "Migrate VMs", Group = "Compute", Needs = [Capability.LiveMigration])]
public sealed class Migrate : UndoableActivity<Migrate.Input, FleetVm, Migrate.Place>
{
    /// <summary>Where a VM was.</summary>
    /// <param name="Storage">Of its disks, where they were all on one; null where they stay.</param>
    public sealed record Place(string Host, string? Storage = null);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);
    private static readonly Room Room = new(0.9, 0.9, Spare: true);

    public sealed record Input : TargetsInput
    {
        /// <summary>The name of the host that they go to; empty for the one of their cluster that is left with the most room.</summary>
        public string? To { get; init; }

        /// <summary>The storage that their disks go to; empty leaves them where they are.</summary>
        [Needs(Capability.StorageMigration)]
        public string? Storage { get; init; }
    }

    protected override PlannedChange? Plan(Input input, FleetVm target)
    {
        if (IsThere(input, target)) return null;
        var to = string.IsNullOrEmpty(input.To) ? "the host with the most room" : input.To;
        var disks = string.IsNullOrEmpty(input.Storage) ? "" : $", and its disks to {input.Storage}";
        return new($"Moves {target.Name} to {to}{disks} while it runs", $"on {target.Vm.Host}", $"on {to}");
    }

    protected override async Task<ActivityResult> ExecuteAsync(
        Input input, FleetVm target, ActivityContext context, CancellationToken cancellation)
    {
        var work = new VmWork(target, context);
        var cluster = ClusterPicture.Of(target, context);
        var begun = Begun(target, context);
        if (begun is null)
        {
            await cluster.RefreshAsync(cancellation);
            if (cluster.Balances) return new ActivityResult.Skipped($"'{cluster.Name}' balances by itself; it was left where it is.");
        }

        var operation = Mover.MigrationOf(target, begun ?? Choose(input, target, cluster), context.Fleet) with { Storage = Named(input.Storage) };
        try
        {
            await work.OperateAsync(operation, $"was not moved to {operation.Host}", cancellation);
        }
        catch (ActivityFailure failure) when (failure.Code == OperationHold.NoPlaceCode)
        {
            return new ActivityResult.Deferred(context.Time.GetUtcNow() + Look, ActivityJson.Write(new { }), "Two moves of its cluster are on their way; waits for one to end.");
        }

        return VmWork.Done($"Moved from {target.Vm.Host} to {operation.Host}.");
    }

    protected override Place? Note(Input input, FleetVm target) => target.Vm.Host is not { } host
        ? null
        : Named(input.Storage) is null ? new(host) : target.Vm.Storages is [var storage] ? new(host, storage) : null;

    protected override UndoPlan PlanUndo(Place before, DoneWork done, FleetVm now, DateTimeOffset at)
    {
        var disks = before.Storage is null ? "" : $", and its disks to {before.Storage}";
        if (now.Vm.Host == before.Host && (before.Storage is null || now.Vm.Storages.All(storage => storage == before.Storage)))
            return UndoPlan.LeavesAlone($"It is on {before.Host} already.");
        if (!done.Operations.Any(operation => operation.Name == NameOf(now, now.Vm.Host, null) || IsOnto(operation.Name, now)))
            return UndoPlan.LeavesAlone($"It is on {now.Vm.Host} by now, where the step did not move it; it was left there.");
        return UndoPlan.Would($"Moves {now.Name} back to {before.Host}{disks} while it runs", $"on {now.Vm.Host}", $"on {before.Host}");
    }

    protected override Task<ActivityResult> UndoAsync(
        Place before, DoneWork done, FleetVm now, ActivityContext context, CancellationToken cancellation) =>
        ExecuteAsync(new Input { Targets = ActivityJson.Write(now.Id), To = before.Host, Storage = before.Storage }, now, context, cancellation);

    private static string NameOf(FleetVm vm, string? host, string? storage) => new PlatformOperation.Migrate(vm.Vm.NativeId, host ?? "", null, storage).Name;

    private static bool IsOnto(string operation, FleetVm vm) => operation.StartsWith(NameOf(vm, vm.Vm.Host, ""), StringComparison.Ordinal);

    private static bool IsThere(Input input, FleetVm vm) =>
        !string.IsNullOrEmpty(input.To) && vm.Vm.Host == input.To && (string.IsNullOrEmpty(input.Storage) || vm.Vm.Storages.All(storage => storage == input.Storage));

    /// <summary>The host that an earlier execution began to move it to.</summary>
    private static string? Begun(FleetVm vm, ActivityContext context) => context.Fleet.Hosts
        .Select(host => host.Name)
        .FirstOrDefault(host => context.Begun.Any(name => name == new PlatformOperation.Migrate(vm.Vm.NativeId, host).Name
            || name.StartsWith(new PlatformOperation.Migrate(vm.Vm.NativeId, host, null, "").Name, StringComparison.Ordinal)));

    /// <exception cref="ActivityFailure">It cannot go there, or nowhere (<c>migrate.refused</c>).</exception>
    private static string Choose(Input input, FleetVm target, ClusterPicture cluster)
    {
        var isNamed = !string.IsNullOrEmpty(input.To);
        var load = cluster.Load(vm => null);
        // Who names the host has decided; a choice of the product's keeps to the cool-down.
        var vm = load.Vms.FirstOrDefault(vm => vm.Id == target.Id) ?? throw Refused(target, "its host is not known");
        if (Named(input.Storage) is not null) vm = vm with { Storages = [] };
        if (isNamed && input.To == target.Vm.Host) return input.To!;
        if (!isNamed && vm.Stays is { } why) throw Refused(target, $"it {why}");
        if (!isNamed) return Destinations.Best(load, vm, Room, LoadKind.Cpu)?.Name ?? throw Refused(target, "no host of its cluster has room for it");
        var host = load.Hosts.FirstOrDefault(host => host.Name == input.To) ?? throw Refused(target, $"'{input.To}' is no host of its cluster");
        return Destinations.Refusal(load, vm, host, Room) is { } refusal ? throw Refused(target, $"{host.Name}: {refusal}") : host.Name;
    }

    private static string? Named(string? storage) => string.IsNullOrEmpty(storage) ? null : storage;

    private static ActivityFailure Refused(FleetVm vm, string why) =>
        new("migrate.refused", $"{vm.Name} was not moved and runs on as it did: {why}.");
}
