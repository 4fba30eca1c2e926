using Runbooks.Server.Runs.History;

namespace Runbooks.Server.FleetRules.Watching;

/// <summary>Which runs have targets in hand, or had just now: what rules see of these is the runs' own work.</summary>
internal sealed class BusyTargets(IRunStore runs)
{
    /// <summary>So long after a run ended, what is seen of its targets is put down to it.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromMinutes(5);

    /// <summary>Who asks about more than so many objects at once sees a storm, in which nothing starts anyway.</summary>
    private const int MostAsked = 100;

    /// <summary>How old a run may be that ended just now.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromDays(2);

    private const int RunsOfATarget = 20;

    /// <summary>The runs that hold a target, by target.</summary>
    public async Task<Dictionary<string, string>> HeldAsync() =>
        (await runs.ReadLeasesAsync()).DistinctBy(lease => lease.TargetId).ToDictionary(lease => lease.TargetId, lease => lease.RootRunId, StringComparer.Ordinal);

    /// <summary>Adds the runs that let go of a target just now.</summary>
    /// <returns>Whether there are any.</returns>
    public async Task<bool> AddChangedAsync(Dictionary<string, string> busy, IEnumerable<string> targets, DateTimeOffset now)
    {
        var before = busy.Count;
        foreach (var target in targets.Distinct().Where(target => !busy.ContainsKey(target)).Take(MostAsked).ToList())
            if (await ChangedByAsync(target, now) is { } run) busy[target] = run;
        return busy.Count > before;
    }

    private async Task<string?> ChangedByAsync(string target, DateTimeOffset now)
    {
        var page = await runs.ListAsync(new RunQuery(TargetId: target, Since: now - LongestRun, Limit: RunsOfATarget));
        return page.Items.FirstOrDefault(run => run.Projection.EndedAt is { } ended && ended > now - Settling)?.Projection.RootRunId;
    }
}
