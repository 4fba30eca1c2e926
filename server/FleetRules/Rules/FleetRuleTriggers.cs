using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Runbooks.Server.Data;
using Runbooks.Server.Fleet;
using Runbooks.Server.FleetRules.Watching;
using Runbooks.Server.Triggers;

namespace Runbooks.Server.FleetRules.Rules;

/// <summary>Triggers that fire on what the server sees and measures itself.</summary>
internal sealed class FleetRuleTriggers(IOptions<FleetOptions> fleet, RuleBoard board) : ITriggerType
{
    public const string TypeName = "fleet-rule";

    public string Name => TypeName;

    public Type SettingsType => typeof(FleetRuleSettings);

    public IReadOnlyCollection<string> Names => ["trigger", "target", "targets", "value", "samples"];

    public ValueTask<TriggerPart> CheckAsync(JsonElement settings, Trigger? present, CancellationToken cancellation) =>
        new(new TriggerPart(settings) { Problems = FleetRuleReader.Read(FleetRuleReader.Of(settings), fleet.Value.SampleInterval).Problems });

    /// <summary>A rule that is another now begins anew; a deleted one leaves nothing.</summary>
    public async Task StageAsync(RunbooksDbContext db, Trigger? before, Trigger? after, CancellationToken cancellation)
    {
        if (before is null || (after is not null && RuleMemory.RuleOf(before) == RuleMemory.RuleOf(after))) return;
        db.RemoveRange(await db.FleetRuleStates.Where(state => state.TriggerId == before.Id).ToListAsync(cancellation));
        db.RemoveRange(await db.FleetRuleRounds.Where(round => round.TriggerId == before.Id).ToListAsync(cancellation));
    }

    public void Changed(Trigger? before, Trigger? after)
    {
        if (before is not null && (after is null || RuleMemory.RuleOf(before) != RuleMemory.RuleOf(after))) board.Forget(before.Id);
    }

    /// <summary>What the last round saw.</summary>
    public ValueTask<IReadOnlyDictionary<string, object?>> ViewAsync(Trigger trigger, CancellationToken cancellation) =>
        new(new Dictionary<string, object?> { ["lastRound"] = board.Find(trigger.Id)?.View() });
}
