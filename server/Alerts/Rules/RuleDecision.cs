using System.Collections.Immutable;
using System.Globalization;
using Runbooks.Activities;

namespace Runbooks.Server.Alerts.Rules;

/// <summary>One step of a rule, while it is being made.</summary>
internal sealed class RuleDecision(AlertRule rule, RuleState state, Func<long, bool> mass)
{
    /// <summary>Groups beyond that are of senders that make up labels; the one that was longest without a firing is forgotten.</summary>
    private const int MostGroups = 20_000;

    private readonly List<Verdict> verdicts = [];
    private readonly List<RuleFiring> firings = [];
    private ImmutableSortedDictionary<string, RuleGroup> groups = state.Groups;
    private ImmutableList<DateTimeOffset> fired = state.Fired;
    private DateTimeOffset? soonest = state.Due;

    public RuleStep Result() => new(new RuleState(groups) { Fired = fired, Due = soonest }, verdicts, firings);

    public void Take(SeenAlert alert)
    {
        var key = rule.GroupOf(alert);
        if (alert.Status == AlertStatus.Resolved)
        {
            if (groups.TryGetValue(key, out var known) && known.Open.ContainsKey(alert.Id)) Put(key, End(known, alert), alert.At);
            return;
        }

        if (alert.At < rule.Since || rule.IndexOf(alert) is not { } index || Refuses(alert)) return;
        var group = groups.GetValueOrDefault(key) ?? new RuleGroup();
        // More or less severe than before, it is still the alert that was decided upon, or that waits for it.
        if (group.Open.ContainsKey(alert.Id)) return;
        group = group with { Open = group.Open.SetItem(alert.Id, new OpenAlert(alert, index, alert.At + rule.For, Served: false)) };
        if (rule.For > TimeSpan.Zero)
            Say(alert, VerdictKind.Held, $"It is acted on if it goes on for {Duration.ToWords(rule.For)}.", alert.At);
        Put(key, Serve(group, alert.At), alert.At);
    }

    public void Pass(DateTimeOffset now)
    {
        if (soonest is not { } first || first > now) return;
        foreach (var (key, group) in groups.Where(group => group.Value.Due <= now).ToList()) Put(key, Correlate(Serve(group, now), now), now);
        soonest = groups.Values.Min(group => group.Due);
    }

    /// <summary>Without it the rule would change a machine that is not meant, or go round in a circle.</summary>
    private bool Refuses(SeenAlert alert)
    {
        if (alert.CausedBy is not null && !rule.TakesSelfInflicted)
        {
            Say(alert, VerdictKind.SelfInflicted, $"{alert.CausedByNote} Nothing was started.", alert.At);
            return true;
        }

        if (alert.HasTarget || !rule.NeedsTarget) return false;
        Say(alert, VerdictKind.NoTarget, $"{alert.TargetNote} Nothing was started.", alert.At);
        return true;
    }

    private RuleGroup End(RuleGroup group, SeenAlert alert)
    {
        var open = group.Open[alert.Id];
        if (!open.Served) Say(alert, VerdictKind.EndedEarly, "It ended before it had gone on for long enough.", alert.At);
        var left = group.FiredFor.Remove(alert.Id);
        return group with { Open = group.Open.Remove(alert.Id), FiredFor = left, FiredKey = left.IsEmpty ? null : group.FiredKey };
    }

    /// <summary>Decides upon those that have gone on for long enough, the earliest first.</summary>
    private RuleGroup Serve(RuleGroup group, DateTimeOffset now)
    {
        foreach (var open in group.Open.Values.Where(open => !open.Served && open.Ready <= now).OrderBy(open => open.Ready).ThenBy(open => open.Alert.Id).ToList())
        {
            group = group with { Open = group.Open.SetItem(open.Alert.Id, open with { Served = true }) };
            group = ServeOne(group, open, open.Ready > open.Alert.At ? open.Ready : open.Alert.At);
        }

        return group;
    }

    private RuleGroup ServeOne(RuleGroup group, OpenAlert open, DateTimeOffset at)
    {
        if (rule.Count is { } count)
        {
            group = group with { Counted = group.Counted.RemoveAll(earlier => earlier <= at - count.Within).Add(at) };
            if (group.Counted.Count < count.Count)
            {
                Say(open.Alert, VerdictKind.Counting, Text($"It is number {group.Counted.Count} of the {count.Count} within {Duration.ToWords(count.Within)} that it takes."), at);
                return group;
            }
        }

        return rule.Correlation switch
        {
            { Mode: CorrelationMode.All } all => ServeAll(group, open, all, at),
            { Mode: CorrelationMode.NotAll } notAll => ServeNotAll(group, open, notAll, at),
            _ => Fire(group, open.Alert, [open.Alert], at),
        };
    }

    private RuleGroup ServeAll(RuleGroup group, OpenAlert open, CorrelationRule all, DateTimeOffset at)
    {
        var came = group.Came.RemoveRange(group.Came.Where(other => other.Value.At <= at - all.Within).Select(other => other.Key)).SetItem(open.Index, open.Alert);
        if (came.Count == rule.Matches.Length)
            return Fire(group with { Came = came.Clear(), CorrelatedBy = null }, open.Alert, [.. came.Values], at);
        Say(open.Alert, VerdictKind.WaitingForOthers, Text($"{came.Count} of the {rule.Matches.Length} alerts that must come together have come; the others have {Duration.ToWords(all.Within)}."), at);
        return group with { Came = came, CorrelatedBy = came.Values.Min(other => other.At) + all.Within };
    }

    private RuleGroup ServeNotAll(RuleGroup group, OpenAlert open, CorrelationRule notAll, DateTimeOffset at)
    {
        Say(open.Alert, VerdictKind.WaitingForOthers, $"It is acted on if the others do not come within {Duration.ToWords(notAll.Within)}.", at);
        return group with { Came = group.Came.SetItem(open.Index, open.Alert), CorrelatedBy = group.CorrelatedBy ?? at + notAll.Within };
    }

    /// <summary>Decides upon a correlation whose time is over.</summary>
    private RuleGroup Correlate(RuleGroup group, DateTimeOffset now)
    {
        if (group.CorrelatedBy is not { } over || over > now) return group;
        var came = group.Came.Values.OrderBy(alert => alert.Id).ToList();
        group = group with { Came = group.Came.Clear(), CorrelatedBy = null };
        if (rule.Correlation!.Mode == CorrelationMode.NotAll && came.Count < rule.Matches.Length) return Fire(group, came[0], came, over);
        foreach (var alert in came)
        {
            if (rule.Correlation.Mode == CorrelationMode.All) Say(alert, VerdictKind.OthersDidNotCome, "The alerts that must come together did not all come.", over);
            else Say(alert, VerdictKind.AllCame, "All of the alerts came, so that none was missing.", over);
        }

        return group;
    }

    private RuleGroup Fire(RuleGroup group, SeenAlert head, ImmutableArray<SeenAlert> alerts, DateTimeOffset at) => Fire(group, head, (IReadOnlyList<SeenAlert>)alerts, at);

    private RuleGroup Fire(RuleGroup group, SeenAlert head, IReadOnlyList<SeenAlert> alerts, DateTimeOffset at)
    {
        if (Joins(group, at))
        {
            foreach (var alert in alerts) Say(alert, VerdictKind.Joined, "It belongs to what fired already.", at, group.FiredKey);
            return group with { FiredFor = group.FiredFor.Union(Going(group, alerts)) };
        }

        if (rule.OnceWithin is { } within && group.FiredAt is { } last && at - last < within)
        {
            foreach (var alert in alerts) Say(alert, VerdictKind.TooSoon, Text($"The rule fired at {last:u}, and does so once within {Duration.ToWords(within)}."), at);
            return group;
        }

        fired = fired.RemoveAll(earlier => earlier <= at - TimeSpan.FromHours(1));
        if (fired.Count >= rule.MaxPerHour)
        {
            foreach (var alert in alerts) Say(alert, VerdictKind.TooMany, Text($"The rule has fired {fired.Count} times within an hour, which is the most that it may. Nothing was started."), at);
            return group;
        }

        fired = fired.Add(at);
        var isMass = !rule.TakesMass && alerts.Any(alert => mass(alert.Id));
        var firing = new RuleFiring(Text($"alert/{head.Id}"), head, alerts, at, Summary(head, alerts.Count, isMass), isMass);
        firings.Add(firing);
        foreach (var alert in alerts)
        {
            if (isMass) Say(alert, VerdictKind.Mass, "A large part of its cluster alerts together, so nothing is changed by itself: it waits for a person.", at, firing.Key);
            else Say(alert, VerdictKind.Fired, "The rule fired.", at, firing.Key);
        }

        return group with { FiredAt = at, FiredKey = firing.Key, FiredFor = [.. Going(group, alerts)], Counted = [] };
    }

    /// <summary>What comes while the last of a group goes on belongs to it; of a correlation of any, what comes in its time.</summary>
    private bool Joins(RuleGroup group, DateTimeOffset at) =>
        group.FiredKey is not null && rule.GroupBy is not null
        || rule.Correlation is { Mode: CorrelationMode.Any, Within: var within } && group.FiredAt is { } last && at - last < within;

    private static IEnumerable<long> Going(RuleGroup group, IReadOnlyList<SeenAlert> alerts) => alerts.Select(alert => alert.Id).Where(group.Open.ContainsKey);

    private static string Summary(SeenAlert head, int count, bool isMass)
    {
        var others = count - 1;
        return (others, isMass) switch
        {
            (0, false) => $"Alert {head.Name} of {head.Source}.",
            (0, true) => $"Alert {head.Name} of {head.Source}; a large part of its cluster alerts together.",
            (_, false) => $"Alert {head.Name} of {head.Source} and {others} more.",
            _ => $"Alert {head.Name} of {head.Source} and {others} more; a large part of its cluster alerts together.",
        };
    }

    private void Put(string key, RuleGroup group, DateTimeOffset now)
    {
        var due = group.Open.Values.Where(open => !open.Served).Min(open => (DateTimeOffset?)open.Ready);
        group = group with { Due = due is null || group.CorrelatedBy < due ? group.CorrelatedBy ?? due : due };
        if (group.Due is { } wanted && !(soonest <= wanted)) soonest = wanted;
        groups = IsOver(group, now) ? groups.Remove(key) : groups.SetItem(key, group);
        if (groups.Count > MostGroups) groups = groups.Remove(groups.MinBy(other => other.Value.FiredAt ?? DateTimeOffset.MinValue).Key);
    }

    private bool IsOver(RuleGroup group, DateTimeOffset now) =>
        group.Open.IsEmpty && group.Due is null
        && (group.FiredAt is not { } fired || now - fired >= Longest(rule.OnceWithin, rule.Correlation?.Within))
        && (rule.Count is not { } count || group.Counted.All(at => at <= now - count.Within));

    private static TimeSpan Longest(TimeSpan? one, TimeSpan? other) => new[] { one ?? default, other ?? default }.Max();

    private void Say(SeenAlert alert, string kind, string message, DateTimeOffset at, string? key = null) => verdicts.Add(new Verdict(alert.Id, kind, message, at, key));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
