using System.Text.Json;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Backup;

/// <summary>Starts copies of virtual machines from their backups, isolated, sees whether they run, and removes them again.</summary>
/// <remarks>That the copy meets nobody is proved before it is powered on: it is plugged into no network, or into one that the platform says is
/// isolated, and has an address (MAC) that no other VM has. Where that cannot be proved, it is removed without having run
/// (<c>drill.not-isolated</c>). Records how old the data was (RPO) and how long it took until the copy ran (RTO). VMs that are gone are
/// drilled too.</remarks>
[Activity("backup.drill", Effect.Change, Title = "Drill restores", Group = "Backup", Needs = [Capability.Backup, Capability.Power, Capability.Delete],
    NoUndo = "The drill removes what it made by itself.")]
public sealed class RestoreDrill(IBackupCatalogue catalogue) : TargetActivity<RestoreDrill.Input, BackedUpVm>
{
    public override Type OutputType => typeof(Output);

    public sealed record Input
    {
        /// <summary>VMs whose newest backup is drilled: ids, names where unique, what a find step gave, or a selector; all that have backups where left out.</summary>
        [Format(Formats.Targets)]
        public JsonElement? Targets { get; init; }

        /// <summary>One backup, by its id, in place of targets.</summary>
        public string? Backup { get; init; }

        /// <summary>Only VMs of this connection.</summary>
        [Format(Formats.Connection)]
        public string? Connection { get; init; }

        /// <summary>An isolated network that the copies are plugged into, by name; none where left out.</summary>
        public string? Network { get; init; }

        /// <summary>The host that the copies run on, by name.</summary>
        public string? Host { get; init; }

        /// <summary>The storage that the copies' disks go to, by name.</summary>
        public string? Storage { get; init; }

        /// <summary>When a copy counts as running: when its guest answers, or when it is on.</summary>
        public DrillProbe Probe { get; init; }

        /// <summary>How long a guest may take to answer.</summary>
        public TimeSpan GuestTimeout { get; init; } = TimeSpan.FromMinutes(10);
    }

    /// <param name="Results">What was drilled, with RPO and RTO.</param>
    public sealed record Output(
        IReadOnlyList<TargetReport> Succeeded,
        IReadOnlyList<TargetReport> Failed,
        IReadOnlyList<TargetReport> Skipped,
        IReadOnlyList<BackupReport> Results) : TargetsOutput(Succeeded, Failed, Skipped);

    protected override Task<TargetSelection> SelectAsync(Input input, SelectionContext context, CancellationToken cancellation) =>
        BackupTargets.SelectAsync(input.Backup, input.Targets, input.Connection, context, catalogue, cancellation);

    protected override PlannedChange? Plan(Input input, BackedUpVm target) => new(
        $"Starts a copy of {target.Name} from its backup, isolated, and removes it again", "not known whether it would start", "known, with RPO and RTO");

    protected override async Task<ActivityResult> ExecuteAsync(Input input, BackedUpVm target, ActivityContext context, CancellationToken cancellation)
    {
        var backup = await ChooseAsync(input, target, context, cancellation);
        if (backup is null) return new ActivityResult.Skipped("Has no backup to drill.");
        backup = await BeginAsync(backup, context, cancellation);
        var drill = new Drill(input, backup, new BackupWork(target, context));
        var nativeId = await drill.RestoreAsync(cancellation);
        if (backup.Drill!.EndedAt is null) backup = await EndAsync(backup, await drill.HoldAsync(nativeId, cancellation), context, cancellation);
        await drill.RemoveAsync(nativeId, cancellation);
        if (backup.Drill is { Problem: { } problem } failed) throw new ActivityFailure(failed.Code!, $"{problem} The copy was removed.");
        var (rpo, rto) = (Duration.ToWords(backup.Drill!.Rpo!.Value), Duration.ToWords(backup.Drill.Rto!.Value));
        return new ActivityResult.Done(
            Output: ActivityJson.Write(new { results = new[] { BackupReport.Of(backup) } }),
            Message: $"Runs from {backup.Id}: RPO {rpo}, RTO {rto}; {BackupWords.Of(backup.Consistency)}.");
    }

    /// <summary>One that this unit began to drill before a crash is gone on with.</summary>
    private async Task<BackupRecord?> ChooseAsync(Input input, BackedUpVm vm, ActivityContext context, CancellationToken cancellation)
    {
        var begun = (await catalogue.OfVmAsync(vm.Vm, cancellation)).FirstOrDefault(backup => backup.Drill?.Key == context.Key);
        if (begun is not null) return begun;
        if (input.Backup is { } id) return await BackupTargets.FindAsync(id, catalogue, cancellation);
        return (await catalogue.OfVmAsync(vm.Vm, cancellation)).Where(backup => backup.IsUsable && backup.Connection == vm.Connection).MaxBy(backup => backup.MadeAt);
    }

    private async Task<BackupRecord> BeginAsync(BackupRecord backup, ActivityContext context, CancellationToken cancellation)
    {
        if (backup.Drill?.Key == context.Key) return backup;
        var drill = new DrillRecord(context.Key, context.Time.GetUtcNow());
        return await catalogue.ChangeAsync(backup.Id, known => known with { Drill = drill }, cancellation) ?? throw Gone(backup);
    }

    /// <summary>A backup that did not start is not good any more, whatever was read of it.</summary>
    private async Task<BackupRecord> EndAsync(BackupRecord backup, (string Code, string Problem)? failure, ActivityContext context, CancellationToken cancellation)
    {
        var now = context.Time.GetUtcNow();
        var drill = backup.Drill! with
        {
            EndedAt = now,
            Rpo = backup.Drill!.BegunAt - backup.MadeAt,
            Rto = failure is null ? now - backup.Drill.BegunAt : null,
            Code = failure?.Code,
            Problem = failure?.Problem,
        };
        return await catalogue.ChangeAsync(
            backup.Id,
            known => failure is null
                ? known with { Drill = drill, State = BackupState.Drilled, Problem = null }
                : known with { Drill = drill, State = failure.Value.Code == Drill.DidNotRun ? BackupState.Made : known.State, Problem = failure.Value.Problem },
            cancellation) ?? throw Gone(backup);
    }

    private static ActivityFailure Gone(BackupRecord backup) =>
        new("backup.unknown", $"The backup {backup.Id} of {backup.VmName} was removed from the catalogue while it was drilled.");
}

/// <summary>When a copy counts as running.</summary>
public enum DrillProbe
{
    /// <summary>When its guest answers.</summary>
    Guest,

    /// <summary>When it is on.</summary>
    Power,
}
