using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Backup;

/// <summary>Brings virtual machines back from backups: as new ones beside the old, or in place of what they are now.</summary>
/// <remarks>Takes the newest good backup (verified or drilled), else the newest, unless one is named. A new VM has new network addresses, is
/// plugged into the given network alone, and stays off unless asked for. In place is only done to a VM that is off: what has happened to it
/// since the backup is lost. VMs that are gone come back as new ones.</remarks>
[Activity("backup.restore", Effect.Destroy, Title = "Restore VMs", Group = "Backup", Needs = [Capability.Backup],
    NoUndo = "What was on the disks before is gone, and a new VM may be in use.")]
public sealed class RestoreVms(IBackupCatalogue catalogue) : TargetActivity<RestoreVms.Input, FleetObject>
{
    public override Type OutputType => typeof(Output);

    public sealed record Input
    {
        /// <summary>VMs that come back: ids, names where unique, what a find step gave, or a selector.</summary>
        [Format(Formats.Targets)]
        public JsonElement? Targets { get; init; }

        /// <summary>One backup, by its id, in place of targets.</summary>
        public string? Backup { get; init; }

        /// <summary>Only VMs of this connection.</summary>
        [Format(Formats.Connection)]
        public string? Connection { get; init; }

        /// <summary>As a new VM, or in place of the old one's disks.</summary>
        public RestoreMode Mode { get; init; }

        /// <summary>The names of new VMs; <c>{vm}</c> is the old name.</summary>
        [StringLength(80, MinimumLength = 1)]
        public string Name { get; init; } = "{vm}-restored";

        /// <summary>The network that a new VM is plugged into, by name; none where left out.</summary>
        public string? Network { get; init; }

        /// <summary>The host that a new VM shall be on, by name.</summary>
        public string? Host { get; init; }

        /// <summary>The storage that the disks of a new VM go to, by name.</summary>
        public string? Storage { get; init; }

        /// <summary>Powers it on afterwards.</summary>
        public bool PowerOn { get; init; }
    }

    /// <param name="Results">What each VM was restored from.</param>
    public sealed record Output(
        IReadOnlyList<TargetReport> Succeeded,
        IReadOnlyList<TargetReport> Failed,
        IReadOnlyList<TargetReport> Skipped,
        IReadOnlyList<Result> Results) : TargetsOutput(Succeeded, Failed, Skipped);

    /// <param name="NativeId">The VM that was made or overwritten, as the platform's own calls take it.</param>
    public sealed record Result(string Name, string NativeId, BackupReport Backup);

    protected override async Task<TargetSelection> SelectAsync(Input input, SelectionContext context, CancellationToken cancellation)
    {
        if (input is { Backup: null, Targets: null }) throw new ActivityFailure("input.invalid", "Say what to restore: targets, or one backup. Nothing was restored.");
        var chosen = await BackupTargets.ChooseAsync(input.Backup, input.Targets, input.Connection, context, catalogue, cancellation);
        var targets = chosen.Select(vm => input.Mode == RestoreMode.New
            ? new Target(PlannedVm.IdOf(vm.Connection, NameOf(input, vm.Name)), NameOf(input, vm.Name), TargetKind.NewVm, vm.Connection)
            : InPlace(vm, context.Fleet)).ToList();
        if (targets.Select(target => target.Id).Distinct().Count() < targets.Count)
            throw new ActivityFailure("input.invalid", $"The name '{input.Name}' gives several VMs the same name; put {{vm}} into it. Nothing was restored.");
        return new TargetSelection(targets, new Dictionary<string, int>());
    }

    protected override PlannedChange? Plan(Input input, FleetObject target) => input.Mode == RestoreMode.New
        ? new PlannedChange($"Makes {target.Name} from a backup", "no such VM", input.PowerOn ? "on" : "off")
        : new PlannedChange($"Overwrites the disks of {target.Name} with those of a backup", "as it is now", "as it was at the backup; what happened since is lost");

    protected override async Task<ActivityResult> ExecuteAsync(Input input, FleetObject target, ActivityContext context, CancellationToken cancellation)
    {
        var backup = await ChooseAsync(input, target, cancellation);
        var work = new BackupWork(target, context);
        var into = (target as FleetVm)?.Vm.NativeId;
        var tags = ImmutableSortedDictionary<string, string>.Empty.Add(BackupTag, backup.Id).Add(RunTag, context.RunId);
        var restore = new PlatformOperation.Restore(new RestoreOrder(backup.Copy, into, target.Name, input.Host, input.Storage, input.Network, tags));
        var end = await work.OperateAsync(restore, into is null ? "was not made" : "was not restored", cancellation);
        var nativeId = ActivityJson.Read<Provisioned>(end.Result!.Value).NativeId;
        if (input.PowerOn) await work.OperateAsync(new PlatformOperation.PowerOn(nativeId), "was restored, and did not power on", cancellation);
        var message = $"Restored from {backup.Id} of {BackupWords.At(backup.MadeAt)}, {BackupWords.Of(backup.Consistency)}"
            + (backup.IsGood ? "." : "; that backup was never verified.");
        var result = new Result(target.Name, nativeId, BackupReport.Of(backup));
        return new ActivityResult.Done(Output: ActivityJson.Write(new { results = new[] { result } }), Message: message);
    }

    /// <summary>The tags by which a restored VM is known.</summary>
    internal const string BackupTag = "runbooks-backup";

    internal const string RunTag = "runbooks-run";

    private async Task<BackupRecord> ChooseAsync(Input input, FleetObject target, CancellationToken cancellation)
    {
        if (input.Backup is { } id) return await BackupTargets.FindAsync(id, catalogue, cancellation);
        var vm = target is FleetVm there ? there.Id : (await catalogue.VmsAsync(cancellation))
            .FirstOrDefault(known => known.Connection == target.Connection && NameOf(input, known.Name) == target.Name)?.Vm;
        return (vm is null ? null : await NewestAsync(vm, target.Connection, catalogue, cancellation)) ?? throw new ActivityFailure(
            "backup.none", $"There is no backup to make {target.Name} from on '{target.Connection}'; nothing was restored.");
    }

    /// <summary>The newest good one, else the newest that can be tried.</summary>
    internal static async Task<BackupRecord?> NewestAsync(string vm, string connection, IBackupCatalogue catalogue, CancellationToken cancellation)
    {
        var usable = (await catalogue.OfVmAsync(vm, cancellation)).Where(backup => backup.IsUsable && backup.Connection == connection).ToList();
        return usable.Where(backup => backup.IsGood).MaxBy(backup => backup.MadeAt) ?? usable.MaxBy(backup => backup.MadeAt);
    }

    private static string NameOf(Input input, string vm) => input.Name.Replace("{vm}", vm, StringComparison.Ordinal);

    private static Target InPlace(VmWithBackups vm, IFleet fleet) => fleet.FindVm(vm.Vm) is { } there
        ? new Target(there.Id, there.Name, TargetKind.Vm, there.Connection, there.Cluster)
        : throw new ActivityFailure("backup.vm-gone", $"{vm.Name} is gone, so nothing can be restored in its place, and nothing was. Next: restore it as a new VM.");
}

/// <summary>Where a backup comes back.</summary>
public enum RestoreMode
{
    /// <summary>As a new VM, beside the old one.</summary>
    New,

    /// <summary>In place of the disks that the VM has now.</summary>
    InPlace,
}
