using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Runbooks.Activities;
using Runbooks.Server.Audit;
using Runbooks.Server.Data;
using Runbooks.Server.Tests.Data;
using Runbooks.Server.Triggers;
using Runbooks.Server.Triggers.Calendars;
using Runbooks.Server.Triggers.Firings;
using Runbooks.Server.Triggers.Schedules;

namespace Runbooks.Server.Tests.Triggers.Schedules;

/// <summary>Schedules on a database of their own under a clock that a test moves. Nothing is started: what counts is what is committed.</summary>
internal sealed class ScheduleWorld : IAsyncDisposable
{
    private readonly TestData data;
    private readonly ServiceProvider services;

    private ScheduleWorld(TestData data)
    {
        this.data = data;
        var contexts = data.Services.GetRequiredService<IDbContextFactory<RunbooksDbContext>>();
        services = new ServiceCollection()
            .AddSingleton(contexts)
            .AddSingleton<TimeProvider>(data.Time)
            .AddSingleton<AuditLog>()
            .AddSingleton<ScheduleTriggers>()
            .AddSingleton<ITriggerType>(provider => provider.GetRequiredService<ScheduleTriggers>())
            .AddSingleton<TriggerTypes>()
            .AddSingleton<TriggerRegistry>()
            .AddSingleton<CalendarStore>()
            .AddSingleton(_ => new FiringLedger(null!, data.Time))
            .AddSingleton(_ => new FiringStarter(null!, null!, null!, null!, null!, null!, data.Time, NullLogger<FiringStarter>.Instance))
            .AddSingleton(NullLogger<ScheduleClock>.Instance as Microsoft.Extensions.Logging.ILogger<ScheduleClock>)
            .AddSingleton<ScheduleClock>()
            .BuildServiceProvider();
    }

    public FakeTimeProvider Time => data.Time;

    public ScheduleClock Clock => services.GetRequiredService<ScheduleClock>();

    public static async Task<ScheduleWorld> OpenAsync(TestData data)
    {
        var world = new ScheduleWorld(data);
        await world.services.LoadCalendarsAsync();
        await world.services.GetRequiredService<TriggerRegistry>().LoadAsync(TestContext.Current.CancellationToken);
        return world;
    }

    /// <summary>Saves a trigger as the editor does.</summary>
    public async Task SaveAsync(string id, ScheduleSettings settings, bool enabled = true)
    {
        var registry = services.GetRequiredService<TriggerRegistry>();
        var before = registry.Find(id);
        var after = new Trigger(
            id, id, "flow", "schedule", enabled, null, TriggerAction.Start, JsonElement.Parse("{}"), JsonSerializer.SerializeToElement(settings, ActivityJson.Options),
            Time.GetUtcNow(), (before?.Revision ?? 0) + 1, before?.CreatedAt ?? Time.GetUtcNow(), Time.GetUtcNow(), "test");
        await using var db = data.Open();
        if (before is null) db.Triggers.Add(TriggerEntity.Of(after));
        else db.Triggers.Single(trigger => trigger.Id == id).Take(after);
        await services.GetRequiredService<ScheduleTriggers>().StageAsync(db, before, after, TestContext.Current.CancellationToken);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        registry.Put(after);
    }

    /// <summary>Moves the clock and fires what is due.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        while (await Clock.FireDueAsync(TestContext.Current.CancellationToken) > 0)
        {
        }
    }

    public async Task<List<FiringEntity>> FiringsAsync(string id)
    {
        await using var db = data.Open();
        return await db.Firings.AsNoTracking().Where(firing => firing.TriggerId == id).OrderBy(firing => firing.Sequence).ToListAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
