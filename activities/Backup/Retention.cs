using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Runbooks.Activities.Backup;

/// <summary>How many backups are kept: the newest of each of the last days, weeks and months that have one (grandfather, father, son), in UTC.</summary>
public sealed record Retention
{
    /// <summary>The newest that stay, whatever their age.</summary>
    [Range(1, 1000)]
    public int Latest { get; init; } = 3;

    /// <summary>Days of which the newest backup stays.</summary>
    [Range(0, 3660)]
    public int Daily { get; init; } = 7;

    /// <summary>Weeks (Monday to Sunday) of which the newest backup stays.</summary>
    [Range(0, 520)]
    public int Weekly { get; init; } = 4;

    /// <summary>Months of which the newest backup stays.</summary>
    [Range(0, 1200)]
    public int Monthly { get; init; } = 12;

    /// <summary>Which backups go, of one VM in one repository; those that stand on others first.</summary>
    /// <remarks>Always stay: the newest good one (verified or drilled) and the newest usable one, what has not expired, and whatever one that
    /// stays stands on. A broken one counts for nothing, and goes where nothing stands on it.</remarks>
    /// <param name="backups">Those that are being made are left out by the caller.</param>
    public IReadOnlyList<BackupRecord> Expired(IReadOnlyCollection<BackupRecord> backups, DateTimeOffset now)
    {
        var byId = backups.ToDictionary(backup => backup.Id);
        var kept = new HashSet<string>();
        foreach (var backup in Kept(backups, now))
        {
            for (var link = backup; link is not null && kept.Add(link.Id); link = link.Parent is null ? null : byId.GetValueOrDefault(link.Parent))
            {
            }
        }

        return [.. backups.Where(backup => !kept.Contains(backup.Id)).OrderByDescending(backup => Depth(backup, byId)).ThenBy(backup => backup.BegunAt)];
    }

    private IEnumerable<BackupRecord> Kept(IEnumerable<BackupRecord> backups, DateTimeOffset now)
    {
        List<BackupRecord> usable = [.. backups.Where(backup => backup is { IsUsable: true, MadeAt: not null }).OrderByDescending(backup => backup.MadeAt)];
        List<BackupRecord> counted = [.. usable.Where(backup => backup.ExpiresAt is null)];
        return
        [
            .. usable.Where(backup => backup.IsGood).Take(1),
            .. usable.Take(1),
            .. usable.Where(backup => backup.ExpiresAt > now),
            .. counted.Take(Math.Max(1, Latest)),
            .. NewestOfEach(counted, Daily, at => at.UtcDateTime.Date),
            .. NewestOfEach(counted, Weekly, at => (ISOWeek.GetYear(at.UtcDateTime), ISOWeek.GetWeekOfYear(at.UtcDateTime))),
            .. NewestOfEach(counted, Monthly, at => (at.UtcDateTime.Year, at.UtcDateTime.Month)),
        ];
    }

    private static IEnumerable<BackupRecord> NewestOfEach<T>(IEnumerable<BackupRecord> newestFirst, int periods, Func<DateTimeOffset, T> periodOf) =>
        newestFirst.DistinctBy(backup => periodOf(backup.MadeAt!.Value)).Take(periods);

    /// <summary>How many it stands on. A record that names itself among its parents is no reason to look for ever.</summary>
    private static int Depth(BackupRecord backup, Dictionary<string, BackupRecord> byId)
    {
        var depth = 0;
        for (var link = backup; depth <= byId.Count && link.Parent is not null && byId.TryGetValue(link.Parent, out var parent); link = parent) depth++;
        return depth;
    }
}
