using Runbooks.Activities.Compute;
using Runbooks.Activities.Patching.Shells;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Patching;

/// <summary>One VM being patched: snapshot, patches, restart, health gate; and the way back where it fails before the gate.</summary>
internal sealed record VmPatching(PatchApply.Input Input, VmWork Work, IGuestPatching Guest)
{
    private static readonly TimeSpan BetweenProbes = TimeSpan.FromSeconds(5);

    private readonly string snapshot = SnapshotRoom.Prefix + DetachedJob.IdOf(Work.Context.Key)[..8];

    public async Task<ActivityResult> CheckAsync(CancellationToken cancellation)
    {
        var changes = await Guest.CheckAsync(cancellation);
        return Done(changes, changes.Count == 0 ? "Nothing to patch." : $"Would change {Count(changes)}; nothing was changed.");
    }

    public async Task<ActivityResult> PatchAsync(CancellationToken cancellation)
    {
        // A crash in the middle of going back: there is no other way from here.
        if (Work.Began(Revert)) await GoBackAsync(null, cancellation);
        await Guest.PrepareAsync(cancellation);
        if (Input.Snapshot) await TakeSnapshotAsync(cancellation);
        try
        {
            return await ApplyAsync(cancellation);
        }
        catch (ActivityFailure failure) when (MayGoBack(failure))
        {
            cancellation.ThrowIfCancellationRequested();
            await GoBackAsync(failure, cancellation);
            throw;
        }
    }

    private PlatformOperation Revert => new PlatformOperation.RevertSnapshot(Work.NativeId, snapshot);

    private async Task<ActivityResult> ApplyAsync(CancellationToken cancellation)
    {
        Work.Context.Progress(0.2, "Patching");
        await Guest.ApplyAsync(cancellation);
        cancellation.ThrowIfCancellationRequested();
        var change = await Guest.LookAsync(cancellation);
        var restart = !change.Restarted && Input.Reboot switch { Reboot.Always => true, Reboot.Never => false, _ => change.WantsRestart };
        if (restart)
        {
            Work.Context.Log("Restarting.");
            await Guest.RestartAsync(Input.RebootTimeout, cancellation);
            change = await Guest.LookAsync(cancellation) with { Restarted = true };
        }

        await PassGateAsync(cancellation);
        var kept = Input.Snapshot ? $" Snapshot '{snapshot}' is to be removed within {Duration.ToWords(SnapshotRoom.Kept)}." : "";
        var waiting = !change.Restarted && change.WantsRestart ? " It still wants a restart." : "";
        return Done(change.Packages, $"{(change.Packages.Count == 0 ? "Nothing changed" : "Changed " + Count(change.Packages))}{(change.Restarted ? ", restarted" : "")}; healthy.{waiting}{kept}");
    }

    private async Task PassGateAsync(CancellationToken cancellation)
    {
        var gate = Input.HealthGate;
        var until = Work.Context.Time.GetUtcNow() + gate.Within;
        while (await FaultAsync(gate, cancellation) is { } why)
        {
            if (Work.Context.Time.GetUtcNow() >= until)
            {
                throw new ActivityFailure(
                    "patch.gate-not-passed",
                    $"{Work.Name} was patched, and did not pass its health gate within {Duration.ToWords(gate.Within)}: {why} Next: see what is wrong with it before going on.");
            }

            Work.Context.Progress(0.8, "Waiting for its health gate");
            await Task.Delay(BetweenProbes < gate.Within ? BetweenProbes : gate.Within, Work.Context.Time, cancellation);
        }
    }

    private async Task<string?> FaultAsync(HealthGate gate, CancellationToken cancellation) =>
        await Guest.ProbeAsync(gate.Command, cancellation) is { } guest ? guest.TrimEnd('.') + "."
        : gate.Url is { } url && await UrlProbe.FaultAsync(GuestWords.Fill(url, Work.Seen), Work.Context, cancellation) is { } fault ? fault
        : null;

    private async Task TakeSnapshotAsync(CancellationToken cancellation)
    {
        var create = new PlatformOperation.CreateSnapshot(Work.NativeId, snapshot, Memory: false);
        if (!Work.Began(create)) await RemoveExpiredAsync(cancellation);
        await SnapshotRoom.InTurnAsync(
            Work.Seen,
            Work.Context,
            async stop =>
            {
                if (!Work.Began(create)) await SnapshotRoom.DemandAsync(Work.Seen, Work.Context.Platform, stop);
                Work.Context.Progress(0.1, "Taking a snapshot");
                await Work.OperateAsync(create, "got no snapshot, and was not patched", stop);
            },
            cancellation);
    }

    private async Task RemoveExpiredAsync(CancellationToken cancellation)
    {
        var now = Work.Context.Time.GetUtcNow();
        foreach (var old in await Work.SnapshotsAsync(cancellation))
        {
            if (!old.Name.StartsWith(SnapshotRoom.Prefix, StringComparison.Ordinal) || !(now - old.CreatedAt > SnapshotRoom.Kept)) continue;
            await Work.OperateAsync(new PlatformOperation.RemoveSnapshot(Work.NativeId, old.Name), "kept a snapshot that had run out", cancellation);
            Work.Context.Log($"Removed the snapshot '{old.Name}', which had run out.");
        }
    }

    /// <summary>Only before the gate, never where the data is stateful, and never where it is not known what happened.</summary>
    private bool MayGoBack(ActivityFailure failure) =>
        Input is { RollBack: true, Snapshot: true } && !PatchRules.IsStateful(Work.Seen) && !failure.EffectUnknown && failure.Code != "step.interrupted";

    /// <exception cref="ActivityFailure">Always: the VM was not patched.</exception>
    private async Task GoBackAsync(ActivityFailure? cause, CancellationToken cancellation)
    {
        Work.Context.Log($"Going back to the snapshot '{snapshot}'{(cause is null ? "" : $": {cause.Message}")}");
        await Work.OperateAsync(Revert, $"was not put back to the snapshot '{snapshot}'", cancellation);
        // A snapshot without memory leaves it off.
        await Work.OperateAsync(new PlatformOperation.PowerOn(Work.NativeId), $"was put back to the snapshot '{snapshot}', and did not power on", cancellation);
        var why = cause?.Message ?? "It failed before this server was restarted.";
        throw new ActivityFailure(cause?.Code ?? "patch.failed", $"{why} It was put back to the snapshot '{snapshot}' and is on; what it wrote since is lost.");
    }

    private ActivityResult.Done Done(IReadOnlyList<PackageChange> changes, string message)
    {
        var packages = changes.Select(change => new PackageReport(Work.Seen.Id, Work.Name, change.Name, change.From, change.To));
        return new ActivityResult.Done(Output: ActivityJson.Write(new { packages }), Message: message);
    }

    private static string Count(IReadOnlyList<PackageChange> changes) => changes.Count == 1 ? "1 package" : $"{changes.Count} packages";
}
