using System.Collections.Frozen;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Selectors;

/// <summary>The fields that VMs, hosts and storages have in selectors. Adding one is a line here.</summary>
internal static class Fields
{
    public const string Snapshots = "snapshots", SnapshotAge = "snapshotAge";

    private static readonly Words<PowerState> PowerStates = new();

    private static readonly Words<HostState> HostStates = new();

    private static readonly FrozenDictionary<string, Typed> OfAll = new Dictionary<string, Typed>
    {
        ["name"] = new Typed.Text(scope => scope.Subject.Name),
        ["id"] = new Typed.Text(scope => scope.Subject.Id),
        ["connection"] = new Typed.Text(scope => scope.Subject.Connection),
        ["platform"] = new Typed.Text(scope => scope.Subject.Platform),
        ["stale"] = new Typed.Condition(scope => scope.Subject.Stale.AsTruth()),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Typed> OfVms = new Dictionary<string, Typed>(OfAll)
    {
        ["cluster"] = new Typed.Text(scope => scope.Subject.Cluster),
        ["powerState"] = new Typed.Choice(scope => PowerStates.Name(Vm(scope).PowerState), PowerStates.All),
        ["host"] = new Typed.Text(scope => Vm(scope).Host),
        ["cpus"] = new Typed.Number(scope => Vm(scope).Cpus),
        ["memoryBytes"] = new Typed.Number(scope => Vm(scope).MemoryBytes),
        ["os"] = new Typed.Text(scope => Vm(scope).Os),
        ["ipAddresses"] = new Typed.Texts(scope => Vm(scope).IpAddresses is { IsDefault: false } addresses ? addresses : []),
        ["createdAt"] = new Typed.Instant(scope => Vm(scope).CreatedAt?.UtcTicks ?? double.NaN),
        ["age"] = new Typed.Span(Age),
        [Snapshots] = new Typed.Number(scope => OfVm(scope).Snapshots?.Count ?? double.NaN),
        [SnapshotAge] = new Typed.Span(AgeOfSnapshots),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Typed> OfHosts = new Dictionary<string, Typed>(OfAll)
    {
        ["cluster"] = new Typed.Text(scope => scope.Subject.Cluster),
        ["state"] = new Typed.Choice(scope => HostStates.Name(Host(scope).Host.State), HostStates.All),
        ["cpus"] = new Typed.Number(scope => Host(scope).Host.Cpus),
        ["memoryBytes"] = new Typed.Number(scope => Host(scope).Host.MemoryBytes),
        ["vms"] = new Typed.Number(scope => Host(scope).Vms),
        ["peerVms"] = new Typed.Number(scope => Host(scope).PeerVms ?? double.NaN),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Typed> OfStorages = new Dictionary<string, Typed>(OfAll)
    {
        ["capacityBytes"] = new Typed.Number(scope => Storage(scope).CapacityBytes),
        ["freeBytes"] = new Typed.Number(scope => Storage(scope).FreeBytes),
    }.ToFrozenDictionary();

    public static Typed Find(Node.Field field, SelectorSubject subject)
    {
        var fields = subject switch
        {
            SelectorSubject.Vm => OfVms,
            SelectorSubject.Host => OfHosts,
            _ => OfStorages,
        };
        return fields.TryGetValue(field.Name, out var found) ? found : throw Unknown(field, subject, fields.Keys);
    }

    public static Typed Tag(string name, int position, SelectorSubject subject) => subject == SelectorSubject.Vm
        ? new Typed.Text(scope => Vm(scope).Tags.GetValueOrDefault(name))
        : throw new SelectorException("Only VMs have tags.", position);

    public static VirtualMachine Vm(Scope scope) => OfVm(scope).Vm;

    private static FleetVm OfVm(Scope scope) => (FleetVm)scope.Subject;

    private static Storage Storage(Scope scope) => ((FleetStorage)scope.Subject).Storage;

    private static FleetHost Host(Scope scope) => (FleetHost)scope.Subject;

    /// <summary>The age when it was last seen: what is not seen does not grow older here, so that the answer needs no clock.</summary>
    private static double Age(Scope scope) =>
        Vm(scope).CreatedAt is { } created ? (scope.Subject.LastSeenAt - created).Ticks : double.NaN;

    /// <summary>Of the oldest snapshot; nothing where there is none, so that a rule about it clears when they are gone.</summary>
    private static double AgeOfSnapshots(Scope scope) => OfVm(scope).Snapshots switch
    {
        { Count: 0 } => 0,
        { OldestAt: { } oldest } => (scope.Subject.LastSeenAt - oldest).Ticks,
        _ => double.NaN,
    };

    private static SelectorException Unknown(Node.Field field, SelectorSubject subject, IEnumerable<string> names)
    {
        var sorted = names.Order(StringComparer.Ordinal).ToArray();
        var words = sorted.Concat(Words.Metrics.All).Append("inputs").Concat(subject == SelectorSubject.Vm ? ["tags"] : []);
        if (Words.Metrics.All.Contains(field.Name))
            return new($"'{field.Name}' is a metric; write {field.Name}.now or {field.Name}.avg('5m').", field.At);
        if (field.Name is "tags" or "inputs")
            return new($"Say which: {field.Name}.x or {field.Name}['x'].", field.At);
        var noun = subject == SelectorSubject.Vm ? "VM" : subject.ToString().ToLowerInvariant();
        return new(
            $"A {noun} has no field '{field.Name}'.{Words.Suggestion(field.Name, words)} Its fields are {string.Join(", ", sorted)}; text is written in quotes.",
            field.At);
    }
}
