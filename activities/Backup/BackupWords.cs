using System.Globalization;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Backup;

/// <summary>Backups in sentences.</summary>
internal static class BackupWords
{
    /// <summary>A copy that nobody prepared is never called more than that.</summary>
    public static string Of(Consistency? consistency) => consistency switch
    {
        Consistency.Application => "application-consistent",
        Consistency.Filesystem => "filesystem-consistent",
        Consistency.Crash => "crash-consistent: as if the power had failed",
        _ => "of unknown consistency",
    };

    public static string Of(BackupKind kind) => kind == BackupKind.Full ? "full" : "incremental";

    public static string Size(long? bytes) => bytes switch
    {
        null => "of unknown size",
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / (1L << 30):0.#} GiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / (1L << 20):0.#} MiB"),
    };

    public static string At(DateTimeOffset? at) =>
        at is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.UtcDateTime:yyyy-MM-dd HH:mm} UTC") : "an unknown time";
}
