using System.Globalization;
using Runbooks.Activities.Fleet;

namespace Runbooks.Activities.Compute.Provisioning;

/// <summary>What becomes of VMs whose making is undone: they are off, and kept for a week in which somebody may miss them.</summary>
internal static class Quarantine
{
    /// <summary>The last day on which the VM is kept, in UTC: <c>2026-03-01</c>.</summary>
    public const string UntilTag = "runbooks-quarantined-until";

    /// <summary>Set to <c>yes</c> when somebody has taken the VM into use: its making cannot be undone from then on.</summary>
    public const string HandedOverTag = "runbooks-handed-over";

    public const int Days = 7;

    /// <summary>What was made longer ago is in use, whatever its tags say.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromHours(24);

    private const string Format = "yyyy-MM-dd";

    public static string Until(DateTimeOffset now) => now.UtcDateTime.AddDays(Days).ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Whether its last day is over. What is handed over or cannot be read never is.</summary>
    public static bool IsOver(FleetVm vm, DateTimeOffset now) =>
        !VmTags.SayYes(vm, HandedOverTag)
        && vm.Vm.Tags.TryGetValue(UntilTag, out var until)
        && DateOnly.TryParseExact(until, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var last)
        && DateOnly.FromDateTime(now.UtcDateTime) > last;
}
