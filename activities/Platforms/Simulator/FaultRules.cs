using System.IO.Enumeration;

namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>Decides which calls a set of faults strikes. The n-th matching call of a VM meets the same fate whatever happens to other VMs
/// at the same time, so concurrent runs are repeatable.</summary>
internal sealed class FaultRules(int seed)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(SimulatorFault Rule, string Operation, string? Vm), int> _calls = [];
    private SimulatorFault[] _rules = [];

    public bool Any => _rules.Length > 0;

    public void Add(SimulatorFault rule)
    {
        lock (_gate) _rules = [.. _rules, rule];
    }

    public void Remove(SimulatorFault rule)
    {
        lock (_gate) _rules = [.. _rules.Where(other => other != rule)];
    }

    /// <summary>The first fault that strikes this call; null where none does.</summary>
    public SimulatorFault? Strike(string operation, string? vmName)
    {
        if (!Any) return null;
        lock (_gate) return Array.Find(_rules, rule => Matches(rule, operation, vmName) && Strikes(rule, operation, vmName));
    }

    private static bool Matches(SimulatorFault rule, string operation, string? vmName) =>
        (rule.Operation == "*" || rule.Operation == operation)
        && (rule.Vm == "*" || (vmName is not null && FileSystemName.MatchesSimpleExpression(rule.Vm, vmName)));

    private bool Strikes(SimulatorFault rule, string operation, string? vmName)
    {
        var call = _calls[(rule, operation, vmName)] = _calls.GetValueOrDefault((rule, operation, vmName)) + 1;
        if (call > (rule.Count ?? int.MaxValue)) return false;
        var place = Chaos.Hash((ulong)seed, Chaos.Hash($"{rule.Operation}/{rule.Vm}/{operation}/{vmName}"), (ulong)call);
        return Chaos.Fraction(place) < rule.Probability;
    }
}
