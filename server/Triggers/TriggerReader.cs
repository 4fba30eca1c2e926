using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Data;
using Runbooks.Server.Http;
using Runbooks.Server.Triggers.Firings;

namespace Runbooks.Server.Triggers;

/// <summary>Puts a trigger, its ledger and what its type tells together into answers.</summary>
internal sealed class TriggerReader(IDbContextFactory<RunbooksDbContext> contexts, TriggerTypes types)
{
    public async Task<TriggerAnswer> ShowAsync(Trigger trigger, CancellationToken cancellation) =>
        (await ShowAsync([trigger], cancellation))[0];

    public async Task<IReadOnlyList<TriggerAnswer>> ShowAsync(IReadOnlyList<Trigger> triggers, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var ids = triggers.Select(trigger => trigger.Id).ToList();
        var last = await db.Triggers.Where(trigger => ids.Contains(trigger.Id))
            .SelectMany(trigger => db.Firings.AsNoTracking().Where(firing => firing.TriggerId == trigger.Id).OrderByDescending(firing => firing.Sequence).Take(1))
            .ToListAsync(cancellation);
        var open = await db.Firings
            .Where(firing => (firing.Status == FiringStatus.Pending || firing.Status == FiringStatus.Recommended) && ids.Contains(firing.TriggerId))
            .GroupBy(firing => new { firing.TriggerId, firing.Status })
            .Select(group => new { group.Key.TriggerId, group.Key.Status, Count = group.Count() })
            .ToListAsync(cancellation);
        var answers = new List<TriggerAnswer>();
        foreach (var trigger in triggers)
        {
            var newest = last.FirstOrDefault(firing => firing.TriggerId == trigger.Id);
            answers.Add(await ShowAsync(trigger, new TriggerStatus(Count(FiringStatus.Pending), Count(FiringStatus.Recommended), newest is null ? null : FiringAnswer.Brief(newest)), cancellation));

            int Count(FiringStatus status) => open.Where(group => group.TriggerId == trigger.Id && group.Status == status).Sum(group => group.Count);
        }

        return answers;
    }

    private async Task<TriggerAnswer> ShowAsync(Trigger trigger, TriggerStatus status, CancellationToken cancellation)
    {
        var more = trigger.Settings.EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value);
        if (types.Find(trigger.Type) is { } type)
            foreach (var (name, value) in await type.ViewAsync(trigger, cancellation)) more[name] = JsonSerializer.SerializeToElement(value, ApiJson.Options);
        return new TriggerAnswer(
            trigger.Id, trigger.Name, trigger.Workflow, trigger.Type, trigger.Enabled, trigger.Action, trigger.Inputs, trigger.Pause, status,
            Tags.Of(trigger.Revision), trigger.CreatedAt, trigger.UpdatedAt, trigger.UpdatedBy, trigger.Origin) { More = more };
    }
}
