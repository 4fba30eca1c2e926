namespace Runbooks.Server.Fleet.Metrics;

/// <summary>The periods over which samples are rolled up. A coarser one is made of the finer, so that long windows read few rows.</summary>
internal enum Resolution
{
    FiveMinutes,
    Hour,
    Day,
}

internal static class Resolutions
{
    public static readonly Resolution[] CoarsestFirst = [Resolution.Day, Resolution.Hour, Resolution.FiveMinutes];

    /// <summary>In seconds.</summary>
    public static long Length(this Resolution resolution) => resolution switch
    {
        Resolution.FiveMinutes => 300,
        Resolution.Hour => 3600,
        _ => 86400,
    };

    /// <summary>The start of the period that the moment lies in, in seconds since 1970.</summary>
    public static long Floor(this Resolution resolution, long seconds) => seconds - Math.Abs(seconds % resolution.Length());
}
