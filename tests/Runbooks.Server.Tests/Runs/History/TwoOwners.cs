using System.Globalization;
using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Tests.Runs.History;

/// <summary>A run that two owners fight for, and a second run that holds the lease which it needs.</summary>
internal sealed class TwoOwners(IRunStore store, int number)
{
    private readonly string _run = string.Create(CultureInfo.InvariantCulture, $"contested-{number:00000}");
    private readonly string _other = string.Create(CultureInfo.InvariantCulture, $"holder-{number:00000}");
    private readonly string _target = string.Create(CultureInfo.InvariantCulture, $"vm-{number:00000}");
    private readonly Owner[] _owners = [new("A"), new("B")];
    private readonly List<RunAppend> _committed = [];
    private int _world;

    public async Task PrepareAsync()
    {
        await store.StartAsync(Draft.Start(_run));
        await store.StartAsync(Draft.Start(_other));
        await store.AppendAsync(Draft.Append(_other, after: 1) with { Leases = [Draft.Lease(_target, _other)] });
    }

    public Task StepAsync(int who) => who == 2 ? WorldAsync() : OwnerAsync(_owners[who]);

    /// <summary>Never two root runs, and never a free target with somebody waiting: that one would wait for ever.</summary>
    public async Task CheckLeaseAsync()
    {
        var leases = (await store.ReadLeasesAsync()).Where(l => l.TargetId == _target).ToList();
        Assert.True(leases.Select(l => l.RootRunId).Distinct().Count() <= 1);
        Assert.True(leases.Count > 0 || !_committed.Exists(a => a.LeaseWaits.Count > 0));
    }

    public async Task CheckAtRestAsync()
    {
        var last = new Owner("last");
        await ClaimAsync(last);
        await ConsumeAsync(last);
        var consumed = _committed.SelectMany(a => a.Consumed).ToList();
        var history = await store.ReadHistoryAsync(_run, after: 1, limit: 100);

        Assert.Equal(_committed.SelectMany(a => a.Events.Select(e => e.Data)), history.Select(e => e.Data));
        Assert.Equal(Enumerable.Range(2, history.Count).Select(n => (long)n), history.Select(e => e.Sequence));
        Assert.Equal(consumed.Distinct(), consumed);
        var grants = consumed.Count(id => id.StartsWith("lease:", StringComparison.Ordinal));
        Assert.Equal(_committed.Exists(a => a.LeaseWaits.Count > 0) ? 1 : 0, grants);
        Assert.Contains("m", consumed);
        await EndAsync(last);
    }

    private async Task EndAsync(Owner last)
    {
        await AppendAsync(last, Next(last) with { Projection = Draft.Projection(_run, "completed") });
        await store.AppendAsync(Draft.End(_other, after: 3));
        Assert.DoesNotContain(await store.ReadLeasesAsync(), l => l.TargetId == _target);
        Assert.Empty(await store.ReadInboxAsync(_run));
    }

    private Task WorldAsync() => _world++ == 0
        ? store.EnqueueAsync(_run, Draft.Message("m"))
        : store.AppendAsync(Draft.Append(_other, after: 2) with { Releases = [Draft.Lease(_target, _other)] });

    private Task OwnerAsync(Owner owner) => owner.Step++ switch
    {
        0 => ClaimAsync(owner),
        1 => LeaseAsync(owner),
        2 => RepeatAsync(owner),
        _ => ConsumeAsync(owner),
    };

    private async Task ClaimAsync(Owner owner)
    {
        var row = (await store.ClaimAsync(_run, owner.Name))!.Row;
        owner.Epoch = row.Epoch;
        owner.After = row.Sequence;
        Assert.Equal(1 + _committed.Sum(a => a.Events.Count), row.Sequence);
    }

    /// <summary>One unit needs the target, once; whoever comes second has it in the history already.</summary>
    private async Task LeaseAsync(Owner owner)
    {
        if (_committed.Exists(a => a.Leases.Count + a.LeaseWaits.Count > 0))
            return;
        var ask = Draft.Lease(_target, _run);
        if (await AppendAsync(owner, Next(owner) with { Leases = [ask] }) is AppendResult.LeaseBusy)
            await AppendAsync(owner, Next(owner) with { LeaseWaits = [ask] });
    }

    /// <summary>The answer to the last append was lost. What was committed is found again unless the run has gone on; what was not
    /// is never written by the repetition.</summary>
    private async Task RepeatAsync(Owner owner)
    {
        if (owner.Last is not { } append)
            return;
        var result = await store.AppendAsync(append);
        if (!_committed.Contains(append))
            Assert.IsType<AppendResult.Fenced>(result);
        else if (_committed[^1] == append)
            Assert.IsType<AppendResult.Committed>(result);
    }

    private async Task ConsumeAsync(Owner owner)
    {
        var ids = (await store.ReadInboxAsync(_run)).Select(m => m.Id).ToArray();
        if (ids.Length > 0)
            await AppendAsync(owner, Next(owner) with { Consumed = ids });
    }

    private async Task<AppendResult> AppendAsync(Owner owner, RunAppend append)
    {
        var result = await store.AppendAsync(append);
        owner.Last = append;
        if (result is AppendResult.Committed)
        {
            _committed.Add(append);
            owner.After = append.After + append.Events.Count;
            Assert.Equal(_owners.Append(owner).Max(o => o.Epoch), append.Epoch);
        }
        return result;
    }

    private RunAppend Next(Owner owner) => Draft.Append(_run, owner.After, "waiting", owner.Epoch) with
    {
        Events = [new NewEvent("Stepped", 1, Draft.T0, Guid.NewGuid().ToByteArray())],
    };

    private sealed class Owner(string name)
    {
        public string Name => name;

        public int Step { get; set; }

        public long Epoch { get; set; }

        public long After { get; set; }

        public RunAppend? Last { get; set; }
    }
}
