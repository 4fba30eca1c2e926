using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Selectors;
using Runbooks.Server.FleetRules.Deciding;
using Host = Runbooks.Activities.Platforms.Host;

namespace Runbooks.Server.Tests.FleetRules.Deciding;

/// <summary>Hosts with a CPU load that the test sets, and a rule about it.</summary>
internal sealed class Hosts : IMetricHistory
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, double?> cpu = [];
    private readonly Dictionary<string, ObjectState> states = [];
    private readonly Dictionary<string, FleetHost> hosts = [];
    private DateTimeOffset? lastRound;

    public required FleetRule Rule { get; init; }

    public Dictionary<string, string> Busy { get; } = [];

    public DateTimeOffset Now { get; private set; } = Start;

    public IReadOnlyDictionary<string, ObjectState> States => states;

    public static FleetRule Hot(TimeSpan holds, Matching match = Matching.Each, string? where = null, string? clear = "cpu.now < 0.7") => new(
        SelectorSubject.Host,
        where is null ? null : Selector.Parse(where, SelectorSubject.Host),
        Selector.Parse("cpu.now > 0.8", SelectorSubject.Host),
        clear is null ? null : Selector.Parse(clear, SelectorSubject.Host),
        match,
        new RuleTiming(holds, TimeSpan.FromMinutes(1), 3, TimeSpan.FromHours(1)));

    public static FleetHost Host(string name, string? cluster = "blue", bool stale = false, int vms = 3) =>
        new(new Host(name, name, name, cluster, HostState.Up, 32, 1L << 38), vms, "lab", "test", Start, stale, null);

    public Hosts With(string cluster, params string[] names)
    {
        foreach (var name in names) hosts[name] = Host(name, cluster);
        return this;
    }

    public void Set(FleetHost host) => hosts[host.Id] = host;

    public void Remove(string name) => hosts.Remove(name);

    /// <summary>The load from now on; null where nothing is known.</summary>
    public Hosts Load(double? share, params string[] names)
    {
        foreach (var name in names) cpu[name] = share;
        return this;
    }

    /// <summary>Rounds at 15 s.</summary>
    public IReadOnlyList<Firing> Rounds(int count)
    {
        var firings = new List<Firing>();
        for (var at = 0; at < count; at++)
        {
            Now += TimeSpan.FromSeconds(15);
            var round = RuleRound.Decide(Rule, states, new Sight([.. hosts.Values], this, Now, lastRound, subject => Busy.GetValueOrDefault(subject.Id)));
            foreach (var (id, state) in round.Changes) states[id] = state;
            foreach (var gone in states.Where(pair => pair.Value.Equals(ObjectState.Clear)).Select(pair => pair.Key).ToList()) states.Remove(gone);
            lastRound = Now;
            firings.AddRange(round.Firings);
        }

        return firings;
    }

    public double? Query(string id, Metric metric, Aggregate aggregate, TimeSpan window) => cpu.GetValueOrDefault(id);

    public double Coverage(string id, Metric metric, TimeSpan window) => cpu.GetValueOrDefault(id) is null ? 0 : 1;
}
