using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Selectors;
using Runbooks.Server.Data;
using Runbooks.Server.Fleet;
using Runbooks.Server.Fleet.Picture;
using Runbooks.Server.FleetRules.Deciding;
using Runbooks.Server.FleetRules.Rules;
using Runbooks.Server.FleetRules.Snapshots;
using Runbooks.Server.Hosting;
using Runbooks.Server.Triggers;
using Runbooks.Server.Triggers.Firings;

namespace Runbooks.Server.FleetRules.Watching;

/// <summary>Evaluates all rules after each round of samples. What fires is committed together with the states it came of, so that a
/// restart neither loses nor doubles it.</summary>
internal sealed class RuleWatch(
    IDbContextFactory<RunbooksDbContext> contexts,
    TriggerRegistry registry,
    TriggerEditor editor,
    RuleBoard board,
    FleetPicture picture,
    SnapshotSights snapshots,
    IMetricHistory metrics,
    BusyTargets busy,
    FiringCauses causes,
    FiringLedger ledger,
    FiringStarter starter,
    IOptions<FleetOptions> options,
    IHostApplicationLifetime server,
    TimeProvider time,
    ILogger<RuleWatch> log) : BackgroundService
{
    /// <summary>Connections are sampled at different moments; their samples are gathered so long.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(30);

    private TimeSpan Interval => options.Value.SampleInterval;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await server.UntilStartedAsync(stoppingToken);
        await ReadAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            await RoundAsync(stoppingToken);
            await SampledAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One round of all rules that are enabled. One that fails keeps no other from its turn.</summary>
    public async Task RoundAsync(CancellationToken cancellation)
    {
        var triggers = registry.Enabled(FleetRuleTriggers.TypeName).ToList();
        if (triggers.Count == 0) return;
        var (now, fleet, began) = (time.GetUtcNow(), picture.Snapshot, time.GetTimestamp());
        try
        {
            var held = await busy.HeldAsync();
            foreach (var trigger in triggers) await RoundAsync(trigger, fleet, held, now, cancellation);
            log.LogDebug("{Rules} fleet rules were evaluated in {Elapsed}", triggers.Count, time.GetElapsedTime(began));
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            log.LogError(error, "The fleet rules could not be evaluated; they are again after the next samples");
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    private async Task RoundAsync(Trigger trigger, FleetSnapshot fleet, Dictionary<string, string> held, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            if (board.Find(trigger.Id) is not { } memory || memory.Fingerprint != RuleMemory.RuleOf(trigger))
                board.Put(trigger.Id, memory = await RuleStateStore.LoadAsync(db, trigger, Interval, cancellation));
            var round = await DecideAsync(memory, fleet, held, now);
            await CommitAsync(db, trigger, memory, round, now, cancellation);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            // What is in the database is what counts.
            board.Forget(trigger.Id);
            log.LogError(error, "The fleet rule {Trigger} could not be evaluated; it is again after the next samples", trigger.Id);
        }
    }

    private async Task<Round> DecideAsync(RuleMemory memory, FleetSnapshot fleet, Dictionary<string, string> held, DateTimeOffset now)
    {
        var objects = Objects(memory.Rule, fleet);
        if (memory.Settings.SelfInflicted == WhenSelfInflicted.Fire) return await LinkedAsync(Decide([]), held, now);
        var inHand = new Dictionary<string, string>(held, StringComparer.Ordinal);
        await busy.AddChangedAsync(inHand, memory.States.Where(pair => pair.Value.Standing == Standing.SelfInflicted).Select(pair => pair.Key), now);
        var round = Decide(inHand);
        // Asked only of what would fire: a question for each object would be thousands.
        return await busy.AddChangedAsync(inHand, Acting(round), now) ? Decide(inHand) : round;

        Round Decide(Dictionary<string, string> busyWith) => RuleRound.Decide(
            memory.Rule, memory.States, new Sight(objects, metrics, now, memory.LastRound, subject => busyWith.GetValueOrDefault(subject.Id)));
    }

    private static IEnumerable<string> Acting(Round round) =>
        round.Firings.Where(firing => firing.Consequence == Consequence.Acts).SelectMany(firing => firing.Objects).Select(subject => subject.Id);

    /// <summary>What fires though a run may have caused it names that run, so that a rule that keeps triggering itself is found.</summary>
    private async Task<Round> LinkedAsync(Round round, Dictionary<string, string> held, DateTimeOffset now)
    {
        if (round.Firings.Count == 0) return round;
        var inHand = new Dictionary<string, string>(held, StringComparer.Ordinal);
        await busy.AddChangedAsync(inHand, Acting(round), now);
        return round with { Firings = [.. round.Firings.Select(firing => firing with { Run = firing.Objects.Select(subject => inHand.GetValueOrDefault(subject.Id)).FirstOrDefault(run => run is not null) })] };
    }

    private IReadOnlyList<FleetObject> Objects(FleetRule rule, FleetSnapshot fleet) => rule.On switch
    {
        SelectorSubject.Host => fleet.Hosts,
        SelectorSubject.Storage => fleet.Storages,
        _ => snapshots.Fill(rule, fleet.Vms),
    };

    private async Task CommitAsync(RunbooksDbContext db, Trigger trigger, RuleMemory memory, Round round, DateTimeOffset now, CancellationToken cancellation)
    {
        RuleStateStore.Stage(db, trigger.Id, memory, round.Changes);
        var roundIsStored = RuleStateStore.StageRound(db, trigger.Id, memory, round, now);
        await OverAsync(db, trigger.Id, memory, round, now, cancellation);
        var staged = new List<StagedFiring>();
        foreach (var cause in causes.Of(trigger, memory, round.Firings)) staged.Add(await ledger.StageAsync(db, trigger, cause, cancellation));
        // The round is decided: a stop in between would only make it be decided again.
        if (db.ChangeTracker.HasChanges()) await db.SaveChangesAsync(CancellationToken.None);
        RuleStateStore.Take(memory, round.Changes);
        (memory.LastRound, memory.RoundIsStored) = (now, memory.RoundIsStored || roundIsStored);
        (memory.Watched, memory.Unknown) = (round.Watched, round.Unknown);
        if (staged.Count == 0) return;
        starter.Notice();
        log.LogInformation("The fleet rule {Trigger} fired: {Summaries}", trigger.Id, staged.Take(5).Select(firing => firing.Firing.Summary));
        if (staged.Find(firing => firing is { IsNew: true, Firing.Code: TriggerLoop.Code }) is { } loop)
            await editor.PauseAsync(trigger.Id, loop.Firing.Why, "server", CancellationToken.None);
    }

    /// <summary>Advice about what is over is taken back: nobody should start it tomorrow.</summary>
    private static async Task OverAsync(RunbooksDbContext db, string trigger, RuleMemory memory, Round round, DateTimeOffset now, CancellationToken cancellation)
    {
        var over = round.Changes.Where(change => change.Value.Standing == Standing.Clear && memory.States.GetValueOrDefault(change.Key)?.Standing == Standing.Firing)
            .Select(change => Firing.KeyOf(trigger, change.Key, memory.States[change.Key].Episode)).ToList();
        foreach (var keys in over.Chunk(500))
        {
            var open = await db.Firings.Where(firing => firing.TriggerId == trigger && firing.Status == FiringStatus.Recommended && keys.Contains(firing.Key)).ToListAsync(cancellation);
            foreach (var firing in open)
                (firing.Status, firing.SettledAt, firing.Code, firing.Why) = (FiringStatus.Skipped, now, FiringCauses.Over, "It was over before anybody started it.");
        }
    }

    /// <summary>Until the connections were read: what was last seen before the start is not known to be so, and what was pending would begin
    /// anew. A connection that is down does not keep the others waiting for long.</summary>
    private async Task ReadAsync(CancellationToken cancellation)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var limit = Task.Delay(LongestRead, time, enough.Token);
        for (var number = picture.ChangeNumber; picture.Sights.Any(sight => sight.Stale) && !IsOver(limit, enough); number = picture.ChangeNumber)
            await Task.WhenAny(limit, picture.ChangedAfter(number, enough.Token));
        await enough.CancelAsync();
    }

    /// <summary>Until the next samples; where none come, what needs none is still looked at.</summary>
    private async Task SampledAsync(CancellationToken cancellation)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var limit = Task.Delay(Interval, time, enough.Token);
        var seen = picture.LoadsNumber;
        while (picture.LoadsNumber == seen && !IsOver(limit, enough))
            await Task.WhenAny(limit, picture.ChangedAfter(picture.ChangeNumber, enough.Token));
        await enough.CancelAsync();
        await Task.Delay(Gathering < Interval / 2 ? Gathering : Interval / 2, time, cancellation);
    }

    // Where it is cancelled while it waits, it goes on within the cancelling, before the limit is told.
    private static bool IsOver(Task limit, CancellationTokenSource enough) => limit.IsCompleted || enough.IsCancellationRequested;
}
