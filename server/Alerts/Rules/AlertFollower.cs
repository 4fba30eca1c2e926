using Microsoft.Extensions.Options;
using Runbooks.Server.Alerts.Storage;
using Runbooks.Server.Alerts.Targets;
using Runbooks.Server.Triggers;

namespace Runbooks.Server.Alerts.Rules;

/// <summary>Goes through the committed changes of alerts in their order: finds out what each is about, asks the rules, commits what they fire, and then
/// how far it came. Dying between any two of these, it decides the same again, and what was fired is found by its key.</summary>
internal sealed class AlertFollower(
    AlertStore store,
    AlertReads reads,
    Findings findings,
    AlertFirings firings,
    AlertFollowUps followUps,
    TriggerRegistry triggers,
    IOptions<AlertOptions> options,
    TimeProvider time,
    ILogger<AlertFollower> log) : BackgroundService
{
    public const string Cursor = "rules";
    private const int Batch = 100;
    private const int MostPasses = 10;
    private static readonly TimeSpan Pass = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim notice = new(0, 1);
    private readonly MassAlerts mass = new(options.Value.MassShare, options.Value.MassWindow);
    private RuleBook book = new(log);
    private long cursor;
    private IReadOnlySet<long> massive = new HashSet<long>();

    public override void Dispose()
    {
        notice.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        store.Changed += Notice;
        try
        {
            while (!stoppingToken.IsCancellationRequested) await GuardedAsync(stoppingToken);
        }
        finally
        {
            store.Changed -= Notice;
        }
    }

    /// <summary>What it remembers is made anew after an error, since it cannot be known how much of a step was remembered.</summary>
    private async Task GuardedAsync(CancellationToken stopping)
    {
        try
        {
            await RememberAsync(stopping);
            while (true)
            {
                await LetPassAsync(stopping);
                if (await StepAsync(stopping) < Batch) await WaitAsync(stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (Exception error)
        {
            log.LogError(error, "Following alerts failed; it goes on from where it was");
            await Task.Delay(TimeSpan.FromSeconds(1), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What was decided before is decided again without effect, for what is remembered of it.</summary>
    private async Task RememberAsync(CancellationToken stopping)
    {
        book = new RuleBook(log);
        book.Refresh(triggers.Enabled(AlertTriggers.TypeName));
        cursor = await reads.CursorAsync(Cursor, stopping);
        foreach (var change in await reads.RememberedAsync(cursor, time.GetUtcNow() - book.LookBack, stopping))
        {
            var finding = Finding.Read(change.Alert.Finding) ?? new Finding(null, "It was not looked at.");
            Watch(change, finding);
            _ = book.Take(change.Seen(finding), massive.Contains).Count();
        }
    }

    /// <summary>Senders wait for their answer, and rules can wait a little: in a storm they have the processors and the disk for themselves.</summary>
    private async Task LetPassAsync(CancellationToken stopping)
    {
        for (var waited = 0; store.IsBusy && waited < MostPasses; waited++) await Task.Delay(Pass, time, stopping);
    }

    /// <returns>How many changes it took.</returns>
    private async Task<int> StepAsync(CancellationToken stopping)
    {
        book.Refresh(triggers.Enabled(AlertTriggers.TypeName));
        var changes = await reads.ChangesAsync(cursor, Batch, stopping);
        var found = await FindAsync(changes, stopping);
        massive = mass.Find(findings.Index);
        var steps = changes.SelectMany(change => book.Take(change.Seen(found.All[change.Alert.Id]), massive.Contains).ToList()).ToList();
        if (changes.Count < Batch) steps.AddRange(book.Pass(time.GetUtcNow(), massive.Contains));
        var outcomes = await CommitAsync(steps, found.All, stopping);
        var ended = await followUps.OfAsync(changes, outcomes, stopping);
        var last = changes.Count > 0 ? new AlertCursorEntity { Name = Cursor, Sequence = changes[^1].Change.Sequence } : null;
        var done = new Followed(found.New, outcomes, ended, last);
        if (!done.IsNothing) await store.WriteFollowedAsync(done);
        cursor = last?.Sequence ?? cursor;
        await followUps.TellAsync(stopping);
        return changes.Count;
    }

    private async Task<(IReadOnlyDictionary<long, Finding> All, List<StoredFinding> New)> FindAsync(IReadOnlyList<StoredChange> changes, CancellationToken stopping)
    {
        var all = new Dictionary<long, Finding>();
        foreach (var change in changes)
            if (Finding.Read(change.Alert.Finding) is { } known) all[change.Alert.Id] = known;
        var made = await findings.FindAsync(changes.Select(change => change.Alert).Where(alert => !all.ContainsKey(alert.Id)).DistinctBy(alert => alert.Id), stopping);
        foreach (var (alert, finding) in made) all[alert] = finding;
        foreach (var change in changes) Watch(change, all[change.Alert.Id]);
        return (all, [.. made.Select(one => new StoredFinding(one.Key, one.Value.Write(), one.Value.Target?.Id))]);
    }

    private void Watch(StoredChange change, Finding finding)
    {
        if (change.Change.Status != "firing") mass.End(change.Alert.Id);
        else if (finding.Target is { } target) mass.Begin(change.Alert.Id, target, change.Change.At);
    }

    private async Task<IReadOnlyList<AlertOutcomeEntity>> CommitAsync(
        IReadOnlyList<(Trigger Trigger, RuleStep Step)> steps, IReadOnlyDictionary<long, Finding> found, CancellationToken stopping)
    {
        var fired = steps.SelectMany(step => step.Step.Firings.Select(firing => (step.Trigger, Firing: firing))).ToList();
        var committed = await firings.CommitAsync(fired, found, stopping);
        var ids = fired.Zip(committed).ToDictionary(pair => (pair.First.Trigger.Id, pair.First.Firing.Key), pair => pair.Second);
        return await followUps.OutcomesAsync(steps, ids, stopping);
    }

    private async Task WaitAsync(CancellationToken stopping)
    {
        var wait = book.Due is { } due && due - time.GetUtcNow() is var left && left < Sweep ? left : Sweep;
        if (followUps.AreWaiting && wait > TimeSpan.FromMilliseconds(500)) wait = TimeSpan.FromMilliseconds(500);
        if (wait <= TimeSpan.Zero) return;
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(Task.Delay(wait, time, woken.Token), notice.WaitAsync(woken.Token));
        await woken.CancelAsync();
        stopping.ThrowIfCancellationRequested();
    }

    private void Notice()
    {
        try
        {
            if (notice.CurrentCount == 0) notice.Release();
        }
        catch (Exception error) when (error is SemaphoreFullException or ObjectDisposedException)
        {
            // It is told already, or it is over.
        }
    }
}
