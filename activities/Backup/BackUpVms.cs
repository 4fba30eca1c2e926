using System.ComponentModel.DataAnnotations;
using Runbooks.Activities.Compute;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Backup;

/// <summary>Copies virtual machines, in full or what changed since the last copy, into a repository.</summary>
/// <remarks>Each copy says how consistent its data is; one that nobody prepared in the guest is crash-consistent, as if the power had failed.
/// A repository on a storage of the VM is refused for its only copy. An incremental backup is made in full where it is the first, where its
/// chain is broken, and where the VM has moved: then the platform no longer tells what changed. A copy counts as good only after
/// <c>backup.verify</c> or <c>backup.drill</c>. VMs that are protected against changes are backed up too: the VM stays as it is.</remarks>
[Activity("backup.run", Effect.Change, Title = "Back up VMs", Group = "Backup", Needs = [Capability.Backup],
    NoUndo = "A copy does no harm; it goes when its retention ends.")]
public sealed class BackUpVms(IBackupCatalogue catalogue) : TargetActivity<BackUpVms.Input, FleetVm>
{
    public override Type OutputType => typeof(Output);

    public override bool SparesTargets => true;

    public sealed record Input : TargetsInput
    {
        /// <summary>Where the copies go, as the platform names such places (a folder, a storage); where left out, the platform's own.</summary>
        [StringLength(500, MinimumLength = 1)]
        public string? Repository { get; init; }

        /// <summary>Full copies everything; incremental what changed since the last backup in the same repository.</summary>
        public BackupKind Kind { get; init; }

        /// <summary>What the data must be at least; where the guest cannot be brought to it, no copy is made. Better is always tried.</summary>
        public Consistency AtLeast { get; init; }

        /// <summary>After this many incremental backups in a chain the next one is full.</summary>
        [Range(1, 1000)]
        public int LongestChain { get; init; } = 30;

        /// <summary>Kept this long and not longer, instead of by the rule of <c>backup.prune</c>: for a copy before a change. The last good one stays all the same.</summary>
        public TimeSpan? Retention { get; init; }
    }

    /// <param name="Backups">The copies that were made, as later steps take them.</param>
    public sealed record Output(
        IReadOnlyList<TargetReport> Succeeded,
        IReadOnlyList<TargetReport> Failed,
        IReadOnlyList<TargetReport> Skipped,
        IReadOnlyList<BackupReport> Backups) : TargetsOutput(Succeeded, Failed, Skipped);

    protected override PlannedChange? Plan(Input input, FleetVm target) => new(
        $"Backs up {target.Name}" + (input.Repository is { } repository ? $" to {repository}" : "") + (input.Kind == BackupKind.Incremental ? ", what changed" : ", in full"),
        "its backups so far",
        "one more backup");

    protected override async Task<ActivityResult> ExecuteAsync(Input input, FleetVm target, ActivityContext context, CancellationToken cancellation)
    {
        var id = BackupRecord.IdOf(context.Key);
        var record = await catalogue.FindAsync(id, cancellation) ?? await BeginAsync(id, input, target, context, cancellation);
        if (!record.IsUsable) record = await MakeAsync(record, input, target, context, cancellation);
        var message = $"{(record.Kind == BackupKind.Full ? "Full" : "Incremental")} backup of {BackupWords.Size(record.Bytes)}, {BackupWords.Of(record.Consistency)}.";
        return new ActivityResult.Done(Output: ActivityJson.Write(new { backups = new[] { BackupReport.Of(record) } }), Message: message);
    }

    /// <summary>The record is there before the platform is asked, so that no copy is ever unknown.</summary>
    private async Task<BackupRecord> BeginAsync(string id, Input input, FleetVm vm, ActivityContext context, CancellationToken cancellation)
    {
        var backups = await catalogue.OfVmAsync(vm.Id, cancellation);
        if (IsOnlyCopy(backups, vm) && input.Repository is { } repository && vm.Vm.Storages.Contains(repository))
        {
            throw new ActivityFailure(
                "backup.same-storage",
                $"{vm.Name} is on the storage '{repository}', and has no backup anywhere else: one there would be lost with the VM, so none was made. "
                + "Next: choose a repository on another storage; further copies may then go to this one.");
        }

        var choice = new BackupChain(input.Kind, input.LongestChain).Next(backups, input.Repository, vm.Connection);
        if (choice.Why is { } why) context.Log($"{vm.Name}: a full backup is made: {why}.");
        if (choice.Breaks is { } broken) await BreakAsync(broken.Id, choice.Why!, cancellation);
        var record = new BackupRecord
        {
            Id = id, Vm = vm.Id, VmName = vm.Name, NativeId = vm.Vm.NativeId, Connection = vm.Connection,
            Kind = choice.Kind, Parent = choice.Parent?.Id, Repository = input.Repository, Run = context.RunId, BegunAt = context.Time.GetUtcNow(),
        };
        await catalogue.AddAsync(record, cancellation);
        return record;
    }

    private async Task<BackupRecord> MakeAsync(BackupRecord record, Input input, FleetVm vm, ActivityContext context, CancellationToken cancellation)
    {
        var parent = record.Parent is null ? null : await catalogue.FindAsync(record.Parent, cancellation);
        var onlyCopy = IsOnlyCopy(await catalogue.OfVmAsync(vm.Id, cancellation), vm);
        var order = new BackupOrder(record.Id, parent is null ? BackupKind.Full : BackupKind.Incremental, parent?.Copy, record.Repository, onlyCopy, input.AtLeast);
        BackedUp made;
        try
        {
            var end = await new VmWork(vm, context).OperateAsync(new PlatformOperation.BackUp(vm.Vm.NativeId, order), "was not backed up", cancellation);
            made = ActivityJson.Read<BackedUp>(end.Result!.Value);
        }
        catch (ActivityFailure failure) when (!BackupWork.IsUncertain(failure))
        {
            await catalogue.ChangeAsync(record.Id, known => known with { State = BackupState.Broken, Problem = failure.Message }, CancellationToken.None);
            throw;
        }

        if (parent is not null && made.Kind == BackupKind.Full)
            await BreakAsync(parent.Id, "the platform could no longer tell what had changed since", cancellation);
        return await catalogue.ChangeAsync(record.Id, known => Whole(known, made, input), cancellation) ?? Whole(record, made, input);
    }

    private static BackupRecord Whole(BackupRecord record, BackedUp made, Input input) => record with
    {
        State = BackupState.Made,
        Kind = made.Kind,
        Parent = made.Kind == BackupKind.Full ? null : record.Parent,
        Bytes = made.Bytes,
        Consistency = made.Consistency,
        MadeAt = made.MadeAt,
        Location = made.Location,
        Storage = made.Storage,
        ExpiresAt = made.MadeAt + input.Retention,
        Problem = null,
    };

    /// <summary>Whether the VM's storages hold the VM and every copy of it.</summary>
    private static bool IsOnlyCopy(IEnumerable<BackupRecord> backups, FleetVm vm) =>
        !backups.Any(backup => backup.IsUsable && (backup.Storage is null || !vm.Vm.Storages.Contains(backup.Storage)));

    private Task<BackupRecord?> BreakAsync(string id, string why, CancellationToken cancellation) =>
        catalogue.ChangeAsync(id, known => known with { ChainBroken = known.ChainBroken ?? why }, cancellation);
}
