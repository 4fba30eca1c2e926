using System.ComponentModel.DataAnnotations;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>Removes old snapshots of virtual machines, by age and count.</summary>
/// <remarks>Cannot be taken back. A snapshot whose age the platform does not say stays. A VM without old snapshots is skipped. Takes
/// <c>none</c> where no VM matches.</remarks>
[Activity("vm.prune-snapshots", Effect.Destroy, Title = "Prune snapshots", Group = "Compute", Outcomes = ["done", "none"],
    Needs = [Capability.Snapshot],
    NoUndo = "A snapshot that is removed is gone.")]
public sealed class PruneSnapshots : TargetActivity<PruneSnapshots.Input, FleetVm>
{
    public sealed record Input
    {
        /// <summary>Which VMs, e.g. <c>tags.env == 'test'</c>.</summary>
        [Format(Formats.VmSelector)]
        public required string Where { get; init; }

        /// <summary>Only snapshots taken longer ago than this go.</summary>
        public required TimeSpan OlderThan { get; init; }

        /// <summary>How many of the newest snapshots of each VM stay, whatever their age.</summary>
        [Range(0, 1000)]
        public int Keep { get; init; }
    }

    protected override Task<TargetSelection> SelectAsync(Input input, SelectionContext context, CancellationToken cancellation)
    {
        var found = FleetSearch.Find(context.Fleet.Vms, input.Where, connection: null, limit: null, context.Fleet.Metrics);
        return Task.FromResult(WhereSelection.Of(found.Objects, found.Where, context.Fleet, emptyOutcome: "none"));
    }

    protected override PlannedChange? Plan(Input input, FleetVm target) => new(
        $"Removes the snapshots of {target.Name} that are older than {Duration.ToWords(input.OlderThan)}"
        + (input.Keep > 0 ? $", and keeps the newest {input.Keep}" : ""),
        "all its snapshots",
        "those that are not old");

    protected override async Task<ActivityResult> ExecuteAsync(
        Input input, FleetVm target, ActivityContext context, CancellationToken cancellation)
    {
        var work = new VmWork(target, context);
        var names = await ChooseAsync(input, work, cancellation);
        if (names.Count == 0) return new ActivityResult.Skipped($"Has no snapshot older than {Duration.ToWords(input.OlderThan)} to remove.");

        for (var i = 0; i < names.Count; i++)
        {
            context.Progress((double)i / names.Count, $"Removing snapshot '{names[i]}'");
            await work.OperateAsync(new PlatformOperation.RemoveSnapshot(work.NativeId, names[i]), Kept(names, i), cancellation);
            context.Log($"{target.Name}: snapshot '{names[i]}' removed.");
        }

        return VmWork.Done($"Removed {SnapshotWords.List(names)}.");
    }

    /// <summary>Those whose removal was begun before a crash come first: they are gone on with, though they may be gone from the list.</summary>
    private static async Task<IReadOnlyList<string>> ChooseAsync(Input input, VmWork work, CancellationToken cancellation)
    {
        var expired = new SnapshotRetention(input.OlderThan, input.Keep)
            .Expired(await work.SnapshotsAsync(cancellation), work.Context.Time.GetUtcNow())
            .Select(snapshot => snapshot.Name);
        var prefix = new PlatformOperation.RemoveSnapshot(work.NativeId, "").Name;
        var begun = work.Context.Begun.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..]);
        return [.. begun.Order(StringComparer.Ordinal).Union(expired)];
    }

    private static string Kept(IReadOnlyList<string> names, int at) =>
        $"still has {SnapshotWords.List(names.Skip(at))}" + (at > 0 ? $", while {SnapshotWords.List(names.Take(at))} went" : "");
}
