using System.Globalization;

namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>What a simulated guest has to update: a few packages of each month, the same for the same VM. There is nothing behind them; they
/// are there so that patching can be seen and rehearsed.</summary>
internal static class SimulatedPackages
{
    private const int MonthsBehind = 2;

    private static readonly (string Name, bool NeedsRestart)[] Linux =
        [("openssl", false), ("curl", false), ("linux-image", true), ("libc6", true), ("sudo", false), ("openssh-server", false), ("tzdata", false), ("systemd", true)];

    private static readonly (string Name, bool NeedsRestart)[] Windows =
        [("Cumulative Update", true), (".NET Framework", true), ("Defender Definitions", false)];

    public static GuestPatch Pending(SimulatedVm vm, DateTimeOffset at)
    {
        var (now, last) = (Month(at), vm.Condition.PatchedAt is { } patched ? Month(patched) : Month(at) - MonthsBehind);
        var all = vm.Machine.Os?.StartsWith("Windows", StringComparison.Ordinal) == true ? Windows : Linux;
        // In two months of three each of them has something new.
        var due = now == last ? [] : all.Where(package => Chaos.Hash(Chaos.Hash(vm.Machine.NativeId + package.Name), (ulong)now) % 3 > 0).ToList();
        return new GuestPatch([.. due.Select(package => new GuestPackage(package.Name, Version(last), Version(now)))], due.Any(package => package.NeedsRestart));
    }

    private static int Month(DateTimeOffset at) => (at.Year * 12) + at.Month - 1;

    private static string Version(int month) => string.Create(CultureInfo.InvariantCulture, $"{month / 12}.{(month % 12) + 1:00}");
}
