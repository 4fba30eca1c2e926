namespace Runbooks.Server.Alerts.Targets;

/// <summary>Alerts that go on, by the machine that they are about: tells when so many of one cluster came together that one failure, most likely of
/// the monitoring itself, is behind them all.</summary>
internal sealed class MassAlerts(double share, TimeSpan window)
{
    /// <summary>One machine is never many, however small its cluster.</summary>
    private const int Least = 2;

    private readonly Dictionary<long, (AlertTarget Target, DateTimeOffset At)> open = [];

    public void Begin(long alert, AlertTarget target, DateTimeOffset at) => open[alert] = (target, at);

    public void End(long alert) => open.Remove(alert);

    /// <summary>Which alerts are among so many now.</summary>
    public IReadOnlySet<long> Find(TargetIndex index)
    {
        var found = new HashSet<long>();
        foreach (var neighbourhood in open.GroupBy(alert => (alert.Value.Target.Kind, alert.Value.Target.Neighbourhood)))
            found.UnionWith(Find([.. neighbourhood.Select(alert => (alert.Key, alert.Value.Target, alert.Value.At)).OrderBy(alert => alert.At)], index));
        return found;
    }

    private IEnumerable<long> Find(List<(long Id, AlertTarget Target, DateTimeOffset At)> alerts, TargetIndex index)
    {
        var size = Math.Max(index.SizeOf(alerts[0].Target), 1);
        // A window that slides over them in order of time, with how often each machine is in it.
        var machines = new Dictionary<string, int>();
        for (var (first, last, taken) = (0, 0, 0); last < alerts.Count; last++)
        {
            machines[alerts[last].Target.Id] = machines.GetValueOrDefault(alerts[last].Target.Id) + 1;
            for (; alerts[last].At - alerts[first].At > window; first++)
                if (--machines[alerts[first].Target.Id] == 0) machines.Remove(alerts[first].Target.Id);
            if (machines.Count < Least || (double)machines.Count / size < share) continue;
            for (taken = Math.Max(taken, first); taken <= last; taken++) yield return alerts[taken].Id;
        }
    }
}
