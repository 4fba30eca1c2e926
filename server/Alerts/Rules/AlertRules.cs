namespace Runbooks.Server.Alerts.Rules;

/// <summary>From what a rule remembers and a change to what it fires: a pure function. The same changes in the same order always give the same
/// firings with the same keys, so that whatever is decided a second time after a crash is known.</summary>
internal static class AlertRules
{
    /// <param name="mass">Whether an alert is one of many of its cluster.</param>
    public static RuleStep Take(AlertRule rule, RuleState state, SeenAlert alert, Func<long, bool> mass)
    {
        var decision = new RuleDecision(rule, state, mass);
        // What was due before it came was decided without it.
        decision.Pass(alert.At);
        decision.Take(alert);
        return decision.Result();
    }

    /// <summary>Decides what is due.</summary>
    public static RuleStep Pass(AlertRule rule, RuleState state, DateTimeOffset now, Func<long, bool> mass)
    {
        var decision = new RuleDecision(rule, state, mass);
        decision.Pass(now);
        return decision.Result();
    }
}
