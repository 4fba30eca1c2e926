using System.Text.Json;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Backup;

/// <summary>Removes old backups, and keeps the newest of each of the last days, weeks and months.</summary>
/// <remarks>Cannot be taken back. The last good backup of a VM in a repository (verified or drilled) always stays, as does whatever a backup
/// that stays stands on. Backups that are broken, or were never made whole, go. What a running step is making is left alone.</remarks>
[Activity("backup.prune", Effect.Destroy, Title = "Prune backups", Group = "Backup", Needs = [Capability.Backup],
    NoUndo = "A copy that is removed is gone.")]
public sealed class PruneBackups(IBackupCatalogue catalogue) : TargetActivity<PruneBackups.Input, BackedUpVm>
{
    /// <summary>No backup is being made that long: its run has ended without it.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(2);

    public override Type OutputType => typeof(Output);

    public sealed record Input
    {
        /// <summary>VMs whose backups are pruned: ids, names where unique, what a find step gave, or a selector; all that have backups where left out.</summary>
        [Format(Formats.Targets)]
        public JsonElement? Targets { get; init; }

        /// <summary>Only VMs of this connection.</summary>
        [Format(Formats.Connection)]
        public string? Connection { get; init; }

        /// <summary>Only backups in this repository.</summary>
        public string? Repository { get; init; }

        /// <summary>What stays of each VM in each repository.</summary>
        public Retention Retention { get; init; } = new();
    }

    /// <param name="Backups">Those that went.</param>
    public sealed record Output(
        IReadOnlyList<TargetReport> Succeeded,
        IReadOnlyList<TargetReport> Failed,
        IReadOnlyList<TargetReport> Skipped,
        IReadOnlyList<BackupReport> Backups) : TargetsOutput(Succeeded, Failed, Skipped);

    protected override Task<TargetSelection> SelectAsync(Input input, SelectionContext context, CancellationToken cancellation) =>
        BackupTargets.SelectAsync(null, input.Targets, input.Connection, context, catalogue, cancellation);

    protected override PlannedChange? Plan(Input input, BackedUpVm target) => new(
        $"Removes the backups of {target.Name} that are beyond the newest {input.Retention.Latest} and those of {input.Retention.Daily} days, "
        + $"{input.Retention.Weekly} weeks and {input.Retention.Monthly} months",
        "all its backups",
        "those that the retention keeps, and the last good one");

    protected override async Task<ActivityResult> ExecuteAsync(Input input, BackedUpVm target, ActivityContext context, CancellationToken cancellation)
    {
        Check(input.Retention);
        var expired = await ChooseAsync(input, target, context, cancellation);
        if (expired.Count == 0) return new ActivityResult.Skipped("Has no backup that the retention lets go.");
        var work = new BackupWork(target, context);
        for (var i = 0; i < expired.Count; i++)
        {
            var backup = expired[i];
            context.Progress((double)i / expired.Count, $"Removing {backup.Id}");
            await RemoveAsync(backup, work, $"the backup {backup.Id} was not removed, after {i} that were", cancellation);
            context.Log($"{target.Name}: backup {backup.Id} of {BackupWords.At(backup.MadeAt)} removed.");
        }

        var output = ActivityJson.Write(new { backups = expired.Select(BackupReport.Of) });
        return new ActivityResult.Done(Output: output, Message: $"Removed {expired.Count} backups.");
    }

    /// <summary>Marked first: whatever happens in between, nobody relies on a copy that may be half gone, and the next run goes on with it.</summary>
    private async Task RemoveAsync(BackupRecord backup, BackupWork work, string did, CancellationToken cancellation)
    {
        await catalogue.ChangeAsync(backup.Id, known => known with { State = BackupState.Removing }, cancellation);
        try
        {
            await work.OperateAsync(new PlatformOperation.RemoveBackup(backup.NativeId, backup.Copy), did, cancellation);
        }
        catch (ActivityFailure failure) when (!BackupWork.IsUncertain(failure))
        {
            await catalogue.ChangeAsync(backup.Id, known => known with { State = backup.State }, CancellationToken.None);
            throw;
        }

        await catalogue.RemoveAsync(backup.Id, cancellation);
    }

    /// <summary>Of each repository by itself: a copy here is no reason to let one go there.</summary>
    private async Task<IReadOnlyList<BackupRecord>> ChooseAsync(Input input, BackedUpVm vm, ActivityContext context, CancellationToken cancellation)
    {
        var now = context.Time.GetUtcNow();
        var backups = await catalogue.OfVmAsync(vm.Vm, cancellation);
        return
        [
            .. backups
                .Where(backup => backup.Connection == vm.Connection && (input.Repository is null || backup.Repository == input.Repository))
                .Where(backup => backup.State != BackupState.Making || now - backup.BegunAt > Abandoned)
                .GroupBy(backup => backup.Repository)
                .SelectMany(repository => input.Retention.Expired([.. repository], now)),
        ];
    }

    // The limits of what stands inside an input are not checked with it.
    private static void Check(Retention retention) => ActivityJson.Read<Retention>(ActivityJson.Write(retention));
}
