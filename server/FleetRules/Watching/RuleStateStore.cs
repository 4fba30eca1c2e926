using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Data;
using Runbooks.Server.FleetRules.Deciding;
using Runbooks.Server.FleetRules.Rules;
using Runbooks.Server.Triggers;

namespace Runbooks.Server.FleetRules.Watching;

/// <summary>States of rules in the database: read once, written where they change, together with what fired.</summary>
internal static class RuleStateStore
{
    public static async Task<RuleMemory> LoadAsync(RunbooksDbContext db, Trigger trigger, TimeSpan interval, CancellationToken cancellation)
    {
        var settings = FleetRuleReader.Of(trigger.Settings);
        var (rule, problems) = FleetRuleReader.Read(settings, interval);
        if (rule is null) throw new InvalidOperationException($"The rule of the trigger '{trigger.Id}' does not hold any more: {problems[0].Path}: {problems[0].Message}");
        var fingerprint = RuleMemory.RuleOf(trigger);
        // A round that went on while the rule was changed may have left some.
        await db.FleetRuleStates.Where(row => row.TriggerId == trigger.Id && row.Rule != fingerprint).ExecuteDeleteAsync(cancellation);
        await db.FleetRuleRounds.Where(row => row.TriggerId == trigger.Id && row.Rule != fingerprint).ExecuteDeleteAsync(cancellation);
        var round = await db.FleetRuleRounds.AsNoTracking().SingleOrDefaultAsync(row => row.TriggerId == trigger.Id, cancellation);
        var states = await db.FleetRuleStates.AsNoTracking().Where(row => row.TriggerId == trigger.Id).ToDictionaryAsync(row => row.Object, row => row.Read(), cancellation);
        return new RuleMemory(fingerprint, rule, settings) { States = states, LastRound = round?.At, RoundIsStored = round is not null };
    }

    /// <summary>Stages the changes of a round. The owner of the context saves it, and then calls <see cref="Take"/>.</summary>
    public static void Stage(RunbooksDbContext db, string trigger, RuleMemory memory, IEnumerable<KeyValuePair<string, ObjectState>> changes)
    {
        foreach (var (id, state) in changes)
        {
            var row = FleetRuleStateEntity.Of(trigger, memory.Fingerprint, id, state);
            var known = memory.States.ContainsKey(id);
            if (!state.Equals(ObjectState.Clear)) db.Entry(row).State = known ? EntityState.Modified : EntityState.Added;
            else if (known) db.Entry(row).State = EntityState.Deleted;
        }
    }

    /// <summary>Only what is pending asks when it was last looked at: rounds in which nothing is are not written.</summary>
    public static bool StageRound(RunbooksDbContext db, string trigger, RuleMemory memory, Round round, DateTimeOffset now)
    {
        if (!memory.States.Values.Concat(round.Changes.Values).Any(state => state.Standing == Standing.Pending)) return false;
        var row = new FleetRuleRoundEntity { TriggerId = trigger, Rule = memory.Fingerprint, At = now };
        db.Entry(row).State = memory.RoundIsStored ? EntityState.Modified : EntityState.Added;
        return true;
    }

    /// <summary>After the changes were committed.</summary>
    public static void Take(RuleMemory memory, IEnumerable<KeyValuePair<string, ObjectState>> changes)
    {
        lock (memory.States)
            foreach (var (id, state) in changes)
            {
                if (state.Equals(ObjectState.Clear)) memory.States.Remove(id);
                else memory.States[id] = state;
            }
    }
}
