using System.Collections.Concurrent;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Selectors;
using Runbooks.Server.FleetRules.Deciding;

namespace Runbooks.Server.FleetRules.Snapshots;

/// <summary>The snapshots of VMs as they were last read, of those that a rule asks about.</summary>
internal sealed class SnapshotSights
{
    private readonly ConcurrentDictionary<string, SnapshotSight> read = new(StringComparer.Ordinal);

    public SnapshotSight? Find(string vm) => read.GetValueOrDefault(vm);

    public void Put(string vm, SnapshotSight sight) => read[vm] = sight;

    /// <summary>Forgets those of VMs that are gone.</summary>
    public void Keep(IReadOnlySet<string> vms)
    {
        foreach (var id in read.Keys)
            if (!vms.Contains(id)) read.TryRemove(id, out _);
    }

    /// <summary>The VMs with their snapshots, where the rule asks about these.</summary>
    public IReadOnlyList<FleetObject> Fill(FleetRule rule, IReadOnlyList<FleetVm> vms) =>
        Asks(rule) ? [.. vms.Select(vm => read.TryGetValue(vm.Id, out var sight) ? vm with { Snapshots = sight } : vm)] : vms;

    public static bool Asks(FleetRule rule) => rule.On == SelectorSubject.Vm
        && new[] { rule.Where, rule.Condition, rule.Clear }.OfType<Selector>().Any(selector => selector.ReferencesSnapshots);
}
