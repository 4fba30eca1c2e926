using System.Text.Json;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>What the power state of a VM was, and what a step has made of it.</summary>
public sealed record PowerBefore(PowerState Was, PowerState Left);

/// <summary>How the power state of a VM is put back.</summary>
internal static class PowerBack
{
    /// <returns>Null where it could not be put back: what a suspended VM holds in memory is gone once it is off.</returns>
    public static PowerBefore? Note(FleetVm vm, PowerState left) => (vm.Vm.PowerState, left) switch
    {
        (PowerState.Unknown, _) or (PowerState.Suspended, PowerState.Off) => null,
        var (was, _) when was == left => null,
        var (was, _) => new PowerBefore(was, left),
    };

    public static UndoPlan Plan(PowerBefore before, FleetVm now)
    {
        if (now.Vm.PowerState == before.Was) return UndoPlan.LeavesAlone($"It is {Word(before.Was)} already.");
        if (now.Vm.PowerState != before.Left) return UndoPlan.LeavesAlone($"It is {Word(now.Vm.PowerState)} by now, and the step had left it {Word(before.Left)}; it was left alone.");
        return UndoPlan.Would(Words(before, now.Name), Word(before.Left), Word(before.Was));
    }

    public static async Task<ActivityResult> UndoAsync(PowerBefore before, VmWork work, CancellationToken cancellation)
    {
        switch (before.Was)
        {
            case PowerState.On:
                return await PowerUp.ExecuteAsync(work, cancellation);
            case PowerState.Off:
                // Never forced: what its guest has written since is not this run's to lose.
                return await new PowerDown(PowerMode.Graceful, PowerDown.DefaultGrace, Force: false, AllowLoss: false).ExecuteAsync(work, cancellation);
            default:
                await work.OperateAsync(new PlatformOperation.Suspend(work.NativeId), "was not suspended again", cancellation);
                return VmWork.Done("Is suspended again.");
        }
    }

    private static string Words(PowerBefore before, string name) => before.Was switch
    {
        PowerState.On when before.Left == PowerState.Suspended => $"Resumes {name}",
        PowerState.On => $"Powers on {name}",
        PowerState.Off => $"Shuts down {name}",
        _ => $"Suspends {name}",
    };

    private static string Word(PowerState state) => JsonSerializer.SerializeToElement(state).GetString()!;
}
