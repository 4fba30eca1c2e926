using System.Text.Json;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Backup;

/// <summary>Reads backups back, each with all that it stands on, and compares them with what was written.</summary>
/// <remarks>A backup that is whole counts as good from then on. One that is not is marked broken and fails its VM (<c>backup.broken</c>).
/// That a VM would start from it is shown by <c>backup.drill</c> alone. VMs that are gone are verified too.</remarks>
[Activity("backup.verify", Effect.Change, Title = "Verify backups", Group = "Backup", Needs = [Capability.Backup],
    NoUndo = "What was found out about a copy stays known.")]
public sealed class VerifyBackups(IBackupCatalogue catalogue) : TargetActivity<VerifyBackups.Input, BackedUpVm>
{
    public override Type OutputType => typeof(Output);

    public sealed record Input
    {
        /// <summary>VMs whose backups are verified: ids, names where unique, what a find step gave, or a selector; all that have backups where left out.</summary>
        [Format(Formats.Targets)]
        public JsonElement? Targets { get; init; }

        /// <summary>One backup, by its id, in place of targets.</summary>
        public string? Backup { get; init; }

        /// <summary>Only VMs of this connection.</summary>
        [Format(Formats.Connection)]
        public string? Connection { get; init; }

        /// <summary>Which backups of each VM.</summary>
        public BackupChoice Which { get; init; }
    }

    public sealed record Output(
        IReadOnlyList<TargetReport> Succeeded,
        IReadOnlyList<TargetReport> Failed,
        IReadOnlyList<TargetReport> Skipped,
        IReadOnlyList<BackupReport> Backups) : TargetsOutput(Succeeded, Failed, Skipped);

    protected override Task<TargetSelection> SelectAsync(Input input, SelectionContext context, CancellationToken cancellation) =>
        BackupTargets.SelectAsync(input.Backup, input.Targets, input.Connection, context, catalogue, cancellation);

    protected override PlannedChange? Plan(Input input, BackedUpVm target) => new($"Reads backups of {target.Name} and compares them", "not looked at", "verified, or known to be broken");

    protected override async Task<ActivityResult> ExecuteAsync(Input input, BackedUpVm target, ActivityContext context, CancellationToken cancellation)
    {
        var chosen = await ChooseAsync(input, target, cancellation);
        if (chosen.Count == 0) return new ActivityResult.Skipped("Has no backup to verify.");
        var work = new BackupWork(target, context);
        var verified = new List<BackupRecord>();
        foreach (var backup in chosen)
        {
            context.Progress((double)verified.Count / chosen.Count, $"Reading {backup.Id}");
            verified.Add(await VerifyAsync(backup, work, cancellation));
        }

        var broken = verified.Where(backup => backup.State == BackupState.Broken).ToList();
        if (broken.Count > 0)
        {
            throw new ActivityFailure(
                "backup.broken",
                $"{broken.Count} of {verified.Count} backups of {target.Name} cannot be relied on and were marked broken: "
                + string.Join("; ", broken.Select(backup => $"{backup.Id} of {BackupWords.At(backup.MadeAt)} ({backup.Problem})"))
                + ". Next: make a new backup, and look after the repository.");
        }

        var output = ActivityJson.Write(new { backups = verified.Select(BackupReport.Of) });
        return new ActivityResult.Done(Output: output, Message: $"{verified.Count} verified; the newest is of {BackupWords.At(verified[^1].MadeAt)}, {BackupWords.Of(verified[^1].Consistency)}.");
    }

    private async Task<IReadOnlyList<BackupRecord>> ChooseAsync(Input input, BackedUpVm vm, CancellationToken cancellation)
    {
        if (input.Backup is { } id) return [await BackupTargets.FindAsync(id, catalogue, cancellation)];
        // One that a crash left between the platform's answer and the record is verified again: that changes nothing.
        var backups = (await catalogue.OfVmAsync(vm.Vm, cancellation)).Where(backup => backup.IsUsable && backup.Connection == vm.Connection).ToList();
        return input.Which switch
        {
            BackupChoice.Newest => [.. backups.TakeLast(1)],
            BackupChoice.Unverified => [.. backups.Where(backup => !backup.IsGood)],
            _ => backups,
        };
    }

    private async Task<BackupRecord> VerifyAsync(BackupRecord backup, BackupWork work, CancellationToken cancellation)
    {
        var found = await LookAsync(backup, work, cancellation);
        var now = work.Context.Time.GetUtcNow();
        var changed = await catalogue.ChangeAsync(
            backup.Id,
            known => found.Sound
                ? known with { State = known.State == BackupState.Drilled ? BackupState.Drilled : BackupState.Verified, VerifiedAt = now, Problem = null }
                : known with { State = BackupState.Broken, Problem = found.Problem },
            cancellation);
        return changed ?? throw new ActivityFailure("backup.unknown", $"The backup {backup.Id} of {work.Seen.Name} was removed while it was verified.");
    }

    private static async Task<BackupChecked> LookAsync(BackupRecord backup, BackupWork work, CancellationToken cancellation)
    {
        try
        {
            var end = await work.OperateAsync(
                new PlatformOperation.VerifyBackup(backup.NativeId, backup.Copy), $"the backup {backup.Id} was not read", cancellation);
            return ActivityJson.Read<BackupChecked>(end.Result!.Value);
        }
        catch (ActivityFailure failure) when (failure.Code == "platform.not-found")
        {
            return new BackupChecked(false, failure.Message);
        }
    }
}

/// <summary>Which backups of a VM.</summary>
public enum BackupChoice
{
    /// <summary>The newest.</summary>
    Newest,

    /// <summary>All that nobody has looked at yet.</summary>
    Unverified,

    /// <summary>All.</summary>
    All,
}
