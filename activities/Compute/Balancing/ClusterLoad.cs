using System.Collections.Immutable;

namespace Runbooks.Activities.Compute.Balancing;

/// <summary>What hosts and VMs carry at one moment: all that a planner looks at.</summary>
/// <param name="Hosts">In any order; a plan does not depend on it.</param>
public sealed record ClusterLoad(ImmutableArray<HostLoad> Hosts, ImmutableArray<VmLoad> Vms)
{
    /// <summary>As it would be after the move: the VM takes its load with it.</summary>
    public ClusterLoad After(Move move)
    {
        var vm = Vms.First(v => v.Id == move.Vm.Id);
        return new(
            [.. Hosts.Select(host => host.Name == vm.Host ? host.Without(vm) : host.Name == move.To ? host.With(vm) : host)],
            [.. Vms.Select(v => v.Id == vm.Id ? v with { Host = move.To } : v)]);
    }
}

/// <param name="CpuUsed">In cores.</param>
/// <param name="MemoryUsed">Bytes that its VMs were given.</param>
/// <param name="TakesVms">Up, and not in maintenance.</param>
/// <param name="Storages">Those that it reaches; empty: all.</param>
public sealed record HostLoad(
    string Name, int Cpus, long MemoryBytes, double CpuUsed, long MemoryUsed, bool TakesVms, ImmutableHashSet<string> Storages)
{
    public double Share(LoadKind kind) => kind == LoadKind.Cpu ? CpuUsed / Cpus : (double)MemoryUsed / MemoryBytes;

    public bool Reaches(VmLoad vm) => Storages.IsEmpty || vm.Storages.IsSubsetOf(Storages);

    public HostLoad With(VmLoad vm) => this with { CpuUsed = CpuUsed + vm.CpuUsed, MemoryUsed = MemoryUsed + vm.MemoryBytes };

    public HostLoad Without(VmLoad vm) => this with { CpuUsed = Math.Max(0, CpuUsed - vm.CpuUsed), MemoryUsed = Math.Max(0, MemoryUsed - vm.MemoryBytes) };
}

/// <param name="CpuUsed">In cores of its host.</param>
/// <param name="Group">VMs of one group stay apart: a primary and its standby.</param>
/// <param name="Stays">Why it is not moved; null where it may be.</param>
public sealed record VmLoad(
    string Id, string Name, string Host, double CpuUsed, long MemoryBytes, ImmutableHashSet<string> Storages, string? Group = null, string? Stays = null)
{
    public double Load(LoadKind kind) => kind == LoadKind.Cpu ? CpuUsed : MemoryBytes;
}

public enum LoadKind
{
    Cpu,
    Memory,
}

/// <summary>One live migration.</summary>
public sealed record Move(VmLoad Vm, string To);

/// <summary>How full destinations may become.</summary>
/// <param name="Cpu">Share of the cores, 0 to 1.</param>
/// <param name="Memory">Share of the memory, 0 to 1.</param>
/// <param name="Spare">After each move the cluster must still be able to lose any one host (N+1).</param>
public sealed record Room(double Cpu, double Memory, bool Spare = false);
