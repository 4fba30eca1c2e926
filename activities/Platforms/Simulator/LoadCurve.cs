namespace Runbooks.Activities.Platforms.Simulator;

internal enum LoadShape
{
    /// <summary>Below 5 % of CPU at all times.</summary>
    Idle,

    /// <summary>Follows the working day, quiet at weekends.</summary>
    Office,

    /// <summary>Works for three hours each night: low on average, high at the 95th percentile.</summary>
    Batch,

    /// <summary>High by day and by night.</summary>
    Busy,

    /// <summary>Looks idle except on the last two days of a month and the first of the next.</summary>
    MonthEnd,
}

/// <summary>What the load of one VM looks like.</summary>
/// <param name="Rest">CPU share with nothing to do.</param>
/// <param name="Peak">CPU share at full activity.</param>
/// <param name="Phase">By how many hours its day is shifted.</param>
/// <param name="Memory">Memory share with nothing to do.</param>
internal sealed record LoadProfile(LoadShape Shape, ulong Seed, double Rest, double Peak, double Phase, double Memory);

/// <summary>Load at one moment; shares 0 to 1, rates in bytes a second.</summary>
internal readonly record struct LoadPoint(double Cpu, double Memory, double Disk, double Network);

/// <summary>Load as a pure function of profile and time, past or future.</summary>
internal static class LoadCurve
{
    private const double Minute = 60, Hour = 3600;

    public static LoadPoint At(LoadProfile profile, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeMilliseconds() / 1000.0;
        var noise = Chaos.Noise(profile.Seed, seconds, Minute);
        var activity = Activity(profile, at.UtcDateTime.AddHours(profile.Phase));
        var level = activity * (0.85 + (0.3 * noise));
        return new LoadPoint(
            Math.Clamp(profile.Rest + ((profile.Peak - profile.Rest) * level) + (0.012 * noise), 0, 0.99),
            Math.Clamp(profile.Memory + (0.15 * activity) + (0.03 * Chaos.Noise(~profile.Seed, seconds, Hour)), 0, 0.98),
            (6e3 * (0.5 + noise)) + (30e6 * profile.Peak * level),
            (2e3 * (0.5 + noise)) + (12e6 * profile.Peak * level));
    }

    /// <summary>The mean over an interval, from one point a minute, at most ten.</summary>
    public static LoadPoint Mean(LoadProfile profile, DateTimeOffset from, TimeSpan interval)
    {
        var points = (int)Math.Clamp(interval.TotalMinutes, 1, 10);
        double cpu = 0, memory = 0, disk = 0, network = 0;
        for (var i = 0; i < points; i++)
        {
            var point = At(profile, from + (interval * ((i + 0.5) / points)));
            (cpu, memory, disk, network) = (cpu + point.Cpu, memory + point.Memory, disk + point.Disk, network + point.Network);
        }

        return new LoadPoint(cpu / points, memory / points, disk / points, network / points);
    }

    /// <summary>How much of its work the VM has at this moment of its own day, 0 to 1.</summary>
    private static double Activity(LoadProfile profile, DateTime local) => profile.Shape switch
    {
        LoadShape.Office => Arch(local, 7, 19) * (local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0.15 : 1),
        LoadShape.Batch => local.TimeOfDay.TotalHours is >= 1 and < 4 ? 0.9 : 0,
        LoadShape.Busy => 0.9 + (0.06 * Math.Sin(2 * Math.PI * local.TimeOfDay.TotalHours / 24)),
        LoadShape.MonthEnd => local.AddDays(2).Day <= 3 ? Arch(local, 6, 22) : 0,
        _ => 0,
    };

    private static double Arch(DateTime local, double from, double to)
    {
        var place = (local.TimeOfDay.TotalHours - from) / (to - from);
        return place is > 0 and < 1 ? Math.Sin(Math.PI * place) : 0;
    }
}
