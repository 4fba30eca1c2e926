using System.Collections.Immutable;
using System.Threading.Channels;

namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>The world behind simulated connections. It moves by its clock alone: an operation takes effect at its due time, whether
/// or not anybody looks, and a state file keeps it over the death of the process.</summary>
public sealed partial class SimulatedFleet
{
    private static readonly TimeSpan LookForNews = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly FleetKey _key;
    private readonly TimeProvider _time;
    private readonly Journal? _journal;
    private readonly FleetSignals _signals = new();
    private readonly ITimer _timer;
    private FleetState _state;
    private bool _opened;
    private bool _unreachable;
    private DateTimeOffset? _wakesAt;

    internal SimulatedFleet(FleetKey key, TimeProvider time)
    {
        (_key, _time) = (key, time);
        _state = new FleetState(FleetBlueprint.Of(key));
        Faults = new FaultRules(key.Seed);
        _journal = key.StateFile is null ? null : new Journal(key.StateFile);
        // The timer must not carry the context of whoever happened to be first.
        using (ExecutionContext.IsFlowSuppressed() ? (IDisposable?)null : ExecutionContext.SuppressFlow())
        {
            _timer = time.CreateTimer(
                static fleet => ((SimulatedFleet)fleet!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Faults that tests inject while connections stand; those of a connection's settings are its own.</summary>
    internal FaultRules Faults { get; }

    /// <summary>What operations really changed, oldest first, for a week: the platform's own count.</summary>
    public IReadOnlyList<SimulatedEffect> Effects => Read(_ => _state.Tasks.Effects);

    /// <summary>While set, calls and waits fail, and watches end. Operations that were begun go on.</summary>
    public bool Unreachable
    {
        get => _unreachable;
        set
        {
            lock (_gate)
            {
                _unreachable = value;
                if (value) _signals.Break(Cut());
            }
        }
    }

    /// <exception cref="PlatformException"><see cref="PlatformError.Unreachable"/>.</exception>
    internal void EnsureReachable()
    {
        lock (_gate)
        {
            if (_unreachable) throw Cut();
        }
    }

    internal Inventory Inventory() => Read(now => new Inventory(
        [.. _state.Vms.Select(vm => vm.Shown(now))], [.. _state.Hosts], _state.Storages)
    {
        Templates = _state.Templates,
        Networks = _state.Networks,
        Clusters = [.. _state.Hosts.Select(host => host.Cluster!).Distinct().Select(name => new Cluster(name, Balances: false))],
    });

    internal VirtualMachine? Find(string vm) => Read(now => _state.Find(vm)?.Shown(now));

    /// <summary>The ids of all copies that are there.</summary>
    public IReadOnlyList<string> Backups => Read(_ => _state.Backups.Select(backup => backup.Id).Order(StringComparer.Ordinal).ToList());

    /// <summary>The name of the VM or host that an operation changes; null where there is none.</summary>
    internal string? NameOf(PlatformOperation operation) => operation is PlatformOperation.Provision or PlatformOperation.Restore { Order.Into: null }
        ? operation.NativeId
        : Read(_ => _state.Find(operation.NativeId)?.Machine.Name ?? _state.FindHost(operation.NativeId)?.Name);

    internal ImmutableArray<Snapshot> Snapshots(string vm) => Read(_ => _state.Known(vm).Condition.Snapshots);

    internal List<MetricSample> Sample() => Read(now => FleetLoad.Now(_state, now));

    /// <summary>Past load of what runs now, in time order: means over intervals that end at whole multiples of
    /// <paramref name="interval"/>, for a fresh metrics history.</summary>
    public IEnumerable<MetricSample> Backfill(TimeSpan lookback, TimeSpan interval)
    {
        var last = _time.GetUtcNow().UtcTicks / interval.Ticks;
        for (var bucket = last - (lookback.Ticks / interval.Ticks) + 1; bucket <= last; bucket++)
        {
            var end = new DateTimeOffset(bucket * interval.Ticks, TimeSpan.Zero);
            foreach (var sample in Read(_ => FleetLoad.Mean(_state, end, interval))) yield return sample;
        }
    }

    internal Channel<InventoryChange> Watch() => Read(_ =>
    {
        EnsureReachable();
        return _signals.Watch();
    });

    internal void Unwatch(Channel<InventoryChange> watching)
    {
        lock (_gate) _signals.Unwatch(watching);
    }

    private static PlatformException Cut() => new(PlatformError.Unreachable, "simulated: connection timed out");

    private T Read<T>(Func<DateTimeOffset, T> read)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            if (_journal is { HasNews: true } || _state.Tasks.Next()?.Due <= now) Change(_ => true);
            var answer = read(now);
            Schedule(now);
            return answer;
        }
    }

    /// <summary>The one way to change the fleet: what others wrote is read, what is due ends, then the change, and what it made
    /// due ends too.</summary>
    private T Change<T>(Func<DateTimeOffset, T> change)
    {
        lock (_gate)
        {
            using var held = _journal?.Enter();
            ReadNews();
            var now = _time.GetUtcNow();
            EndWhatIsDue(now);
            var answer = change(now);
            EndWhatIsDue(now);
            Schedule(now);
            return answer;
        }
    }

    private void ReadNews()
    {
        if (_journal is null) return;
        if (_journal.WasReplaced()) _state = new FleetState(FleetBlueprint.Of(_key));
        foreach (var entry in _journal.ReadNews()) Apply(entry);
        if (!_opened && _journal.IsLong) _journal.Replace(_state.Condensed(_time.GetUtcNow()));
        _opened = true;
    }

    /// <summary>Written first, then true, then told.</summary>
    private void Record(FleetEntry entry)
    {
        _journal?.Append(entry);
        Apply(entry);
    }

    private void Apply(FleetEntry entry)
    {
        _state.Apply(entry);
        _signals.Publish(entry);
    }

    /// <summary>Wakes at the next due time; and, while somebody waits, often enough to see what other processes wrote.</summary>
    private void Schedule(DateTimeOffset now)
    {
        var wait = _state.Tasks.Next()?.Due - now;
        if (_journal is not null && _signals.Any && !(wait < LookForNews)) wait = LookForNews;
        if (wait is null || _wakesAt <= now + wait) return;
        // Rounded up: a timer that fires early finds nothing due.
        var rounded = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Clamp(wait.Value.TotalMilliseconds, 0, LongestSleep.TotalMilliseconds)));
        _wakesAt = now + rounded;
        _timer.Change(rounded, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        try
        {
            lock (_gate)
            {
                _wakesAt = null;
                Change(_ => true);
            }
        }
        catch (PlatformException)
        {
            // The state file cannot be used just now. Whoever asks next is told so; who waits is served when it can be.
            _timer.Change(LookForNews, Timeout.InfiniteTimeSpan);
        }
    }
}
