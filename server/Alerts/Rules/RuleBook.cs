using Runbooks.Server.Triggers;

namespace Runbooks.Server.Alerts.Rules;

/// <summary>The rules that are enabled, each with what it remembers. For one thread at a time.</summary>
internal sealed class RuleBook(ILogger log)
{
    private readonly Dictionary<string, Entry> entries = [];

    /// <summary>How far back what happened may count.</summary>
    public TimeSpan LookBack => entries.Values.Select(entry => entry.Rule.LookBack).Append(TimeSpan.FromHours(1)).Max();

    /// <summary>When something is to be decided without a change.</summary>
    public DateTimeOffset? Due => entries.Values.Min(entry => entry.State.Due);

    /// <summary>Takes in what was changed about triggers. One that was changed begins anew.</summary>
    public void Refresh(IEnumerable<Trigger> enabled)
    {
        var present = enabled.ToDictionary(trigger => trigger.Id);
        foreach (var gone in entries.Keys.Except(present.Keys).ToList()) entries.Remove(gone);
        foreach (var trigger in present.Values)
        {
            if (entries.TryGetValue(trigger.Id, out var known) && known.Trigger.Revision == trigger.Revision) continue;
            try
            {
                entries[trigger.Id] = new Entry(trigger, AlertRuleReader.Read(trigger), RuleState.Empty);
            }
            catch (System.Text.Json.JsonException error)
            {
                entries.Remove(trigger.Id);
                log.LogError(error, "The alert rule {Trigger} cannot be read; it was saved by another release", trigger.Id);
            }
        }
    }

    /// <summary>What a change leads to, rule by rule.</summary>
    public IEnumerable<(Trigger Trigger, RuleStep Step)> Take(SeenAlert alert, Func<long, bool> mass) =>
        Each(entry => AlertRules.Take(entry.Rule, entry.State, alert, mass), _ => true);

    /// <summary>What passing time leads to, rule by rule.</summary>
    public IEnumerable<(Trigger Trigger, RuleStep Step)> Pass(DateTimeOffset now, Func<long, bool> mass) =>
        Each(entry => AlertRules.Pass(entry.Rule, entry.State, now, mass), entry => entry.State.Due <= now);

    private List<(Trigger, RuleStep)> Each(Func<Entry, RuleStep> step, Func<Entry, bool> concerns)
    {
        var steps = new List<(Trigger, RuleStep)>();
        foreach (var entry in entries.Values.Where(concerns))
        {
            var done = step(entry);
            entry.State = done.State;
            if (done.Verdicts.Count > 0 || done.Firings.Count > 0) steps.Add((entry.Trigger, done));
        }

        return steps;
    }

    private sealed class Entry(Trigger trigger, AlertRule rule, RuleState state)
    {
        public Trigger Trigger { get; } = trigger;

        public AlertRule Rule { get; } = rule;

        public RuleState State { get; set; } = state;
    }
}
