using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Backup;

/// <summary>One drill: a copy is made, proved to be isolated, started, looked at, and removed.</summary>
internal sealed partial record Drill(RestoreDrill.Input Input, BackupRecord Backup, BackupWork Work)
{
    /// <summary>The copy was isolated and started, and did not run.</summary>
    public const string DidNotRun = "drill.failed";

    private const string Inconclusive = "drill.inconclusive";
    private const string NotIsolated = "drill.not-isolated";
    private const int LongestOldName = 40;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    /// <summary>The same in each execution of the unit, so that what is left of a crash is known again.</summary>
    private string Name => $"drill-{BackupRecord.IdOf(Work.Context.Key)[3..11]}-{OldName}";

    private string OldName
    {
        get
        {
            var plain = NoHostName().Replace(Backup.VmName, "-").Trim('-');
            return plain.Length > LongestOldName ? plain[..LongestOldName].TrimEnd('-') : plain;
        }
    }

    /// <returns>The native id of the copy, which is off.</returns>
    public async Task<string> RestoreAsync(CancellationToken cancellation)
    {
        var tags = ImmutableSortedDictionary<string, string>.Empty.Add(RestoreVms.BackupTag, Backup.Id).Add(RestoreVms.RunTag, Work.Context.RunId).Add("drill", "yes");
        var order = new RestoreOrder(Backup.Copy, null, Name, Input.Host, Input.Storage, Input.Network, tags);
        var end = await Work.OperateAsync(new PlatformOperation.Restore(order), "no copy was made to drill with", cancellation);
        return ActivityJson.Read<Provisioned>(end.Result!.Value).NativeId;
    }

    /// <returns>Why it failed; null where the copy runs.</returns>
    public async Task<(string Code, string Problem)?> HoldAsync(string nativeId, CancellationToken cancellation)
    {
        if (await ObjectionAsync(nativeId, cancellation) is { } objection)
            return (NotIsolated, $"The copy of {Backup.VmName} was not left running: that it meets nobody cannot be proved, because {objection}.");
        try
        {
            await Work.OperateAsync(new PlatformOperation.PowerOn(nativeId), $"the copy {Name} did not power on", cancellation);
        }
        catch (ActivityFailure failure) when (!BackupWork.IsUncertain(failure))
        {
            return (failure.Code, failure.Message);
        }

        return await ProbeAsync(nativeId, cancellation);
    }

    public async Task RemoveAsync(string nativeId, CancellationToken cancellation)
    {
        if (await ReadAsync(nativeId, cancellation) is not { } copy) return;
        // What somebody has taken over under another name is not the drill's any more.
        if (copy.Name != Name) throw new ActivityFailure("drill.not-removed", $"The copy {Name} is called {copy.Name} by now, so it was left alone. Next: remove it by hand.");
        if (copy.PowerState != PowerState.Off)
            await Work.OperateAsync(new PlatformOperation.PowerOff(nativeId), $"the copy {Name} was not powered off, and is still there", cancellation);
        await Work.OperateAsync(new PlatformOperation.Delete(nativeId), $"the copy {Name} was not removed, and is still there", cancellation);
    }

    private async Task<string?> ObjectionAsync(string nativeId, CancellationToken cancellation)
    {
        var inventory = await Work.ReadAsync(platform => platform.GetInventoryAsync(cancellation), "what its copy is plugged into could not be read");
        var copy = await ReadAsync(nativeId, cancellation);
        if (copy is null) return "it is gone";
        var began = Work.Context.Begun.Contains(new PlatformOperation.PowerOn(nativeId).Name);
        if (copy.PowerState != PowerState.Off && !began) return "it runs already, and this drill did not power it on";
        return Isolation.Objection(copy, inventory.VirtualMachines, inventory.Networks);
    }

    /// <returns>Why it does not run; null where it does.</returns>
    private async Task<(string Code, string Problem)?> ProbeAsync(string nativeId, CancellationToken cancellation)
    {
        var time = Work.Context.Time;
        for (var until = time.GetUtcNow() + Input.GuestTimeout; ;)
        {
            var copy = await ReadAsync(nativeId, cancellation);
            if (copy is null) return (Inconclusive, $"The copy of {Backup.VmName} is gone: somebody else removed it.");
            if (copy.PowerState == PowerState.On && (Input.Probe == DrillProbe.Power || copy.GuestAnswers == true)) return null;
            if (copy is { PowerState: PowerState.On, GuestAnswers: null })
            {
                return (Inconclusive, $"The copy of {Backup.VmName} is on, and this platform knows nothing of guests, so that it cannot be told whether it runs. "
                    + "To be content with that, set the probe to power.");
            }


            if (time.GetUtcNow() >= until)
                return (DidNotRun, $"The guest of the copy of {Backup.VmName} did not answer within {Duration.ToWords(Input.GuestTimeout)}.");
            Work.Context.Progress(0.8, "Waiting for the copy's guest");
            await Task.Delay(BetweenLooks, time, cancellation);
        }
    }

    private Task<VirtualMachine?> ReadAsync(string nativeId, CancellationToken cancellation) =>
        Work.ReadAsync(platform => platform.GetVirtualMachineAsync(nativeId, cancellation), $"the copy {Name} could not be looked at, and is still there");

    [GeneratedRegex("[^A-Za-z0-9-]+")]
    private static partial Regex NoHostName();
}
