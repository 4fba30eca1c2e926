namespace Runbooks.Activities.Compute.PowerTimes;

/// <summary>From what a clock on the wall shows to moments. Where clocks are put forward, a time that they skip is the moment at which they
/// do; where they are put back, a time comes twice.</summary>
internal static class LocalClock
{
    /// <summary>The first moment at which the clock shows this.</summary>
    public static DateTimeOffset First(DateTime local, TimeZoneInfo zone) => At(local, zone, offsets => offsets.Max());

    /// <summary>The last moment at which the clock shows this.</summary>
    public static DateTimeOffset Last(DateTime local, TimeZoneInfo zone) => At(local, zone, offsets => offsets.Min());

    /// <summary>The order of times stays that of their moments: no period ends before it begins.</summary>
    private static DateTimeOffset At(DateTime local, TimeZoneInfo zone, Func<TimeSpan[], TimeSpan> pick)
    {
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(1);
        return new DateTimeOffset(local, zone.IsAmbiguousTime(local) ? pick(zone.GetAmbiguousTimeOffsets(local)) : zone.GetUtcOffset(local));
    }
}
