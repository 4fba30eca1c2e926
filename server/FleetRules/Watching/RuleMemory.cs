using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Server.FleetRules.Deciding;
using Runbooks.Server.FleetRules.Rules;
using Runbooks.Server.Triggers;

namespace Runbooks.Server.FleetRules.Watching;

/// <summary>What is remembered of a rule between rounds: as it is in the database, and what the last round saw.</summary>
internal sealed class RuleMemory(string fingerprint, FleetRule rule, FleetRuleSettings settings)
{
    /// <summary>Which rule it is: the same for settings that mean the same.</summary>
    public string Fingerprint => fingerprint;

    public FleetRule Rule => rule;

    public FleetRuleSettings Settings => settings;

    public Dictionary<string, ObjectState> States { get; init; } = [];

    public DateTimeOffset? LastRound { get; set; }

    /// <summary>Whether there is a row of its rounds.</summary>
    public bool RoundIsStored { get; set; }

    public int Watched { get; set; }

    public int Unknown { get; set; }

    public static string RuleOf(Trigger trigger) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(FleetRuleReader.Of(trigger.Settings), ActivityJson.Options))));

    /// <summary>The last round as it is answered; null where there was none yet.</summary>
    public LastRoundView? View()
    {
        if (LastRound is not { } at) return null;
        lock (States)
        {
            var objects = States.Where(pair => pair.Key != RuleRound.WholeId).Select(pair => pair.Value).CountBy(state => state.Standing).ToDictionary();
            return new LastRoundView(
                at, Watched, Unknown, objects.GetValueOrDefault(Standing.Pending), objects.GetValueOrDefault(Standing.Firing),
                objects.GetValueOrDefault(Standing.Flapping), objects.GetValueOrDefault(Standing.SelfInflicted));
        }
    }
}

/// <param name="Watched">How many objects the rule looks at.</param>
/// <param name="Unknown">Of how many of them nothing is known.</param>
internal sealed record LastRoundView(DateTimeOffset At, int Watched, int Unknown, int Pending, int Firing, int Flapping, int SelfInflicted);

/// <summary>The rules in memory, by trigger.</summary>
internal sealed class RuleBoard
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, RuleMemory> all = new(StringComparer.Ordinal);

    public RuleMemory? Find(string trigger) => all.GetValueOrDefault(trigger);

    public void Put(string trigger, RuleMemory memory) => all[trigger] = memory;

    public void Forget(string trigger) => all.TryRemove(trigger, out _);
}
