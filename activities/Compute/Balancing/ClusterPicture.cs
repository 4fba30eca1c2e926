using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute.Balancing;

/// <summary>The hosts that share VMs with each other: those of a cluster, or, where the platform knows none, of a connection.</summary>
internal sealed record ClusterPicture(IFleet Fleet, string? Name, string? Connection, TimeProvider Time)
{
    /// <summary>A VM that was moved is left alone for so long.</summary>
    public static readonly TimeSpan CoolDown = TimeSpan.FromMinutes(30);

    public static ClusterPicture Of(FleetObject member, ActivityContext context) =>
        new(context.Fleet, member.Cluster, member.Connection, context.Time);

    public static ClusterPicture Of(FleetObject member, ForesightContext context) =>
        new(context.Fleet, member.Cluster, member.Connection, context.Time);

    /// <summary>Why a VM stays that is off: it needs nothing of its host.</summary>
    public const string Off = "is off";

    public IReadOnlyList<FleetHost> Hosts => [.. Fleet.Hosts.Where(Has)];

    /// <summary>The platform moves VMs by itself (DRS is automatic); two that do would undo each other's moves.</summary>
    public bool Balances => Name is not null && Fleet.Connections.Any(connection => connection.Clusters.Any(cluster => cluster.Name == Name && cluster.Balances));

    /// <summary>The time of the oldest last sample of its hosts; null where one of them has none.</summary>
    public DateTimeOffset? SampledAt => Samples is { } all ? all.Min() : null;

    /// <summary>The time of the newest last sample of its hosts.</summary>
    public DateTimeOffset? LastSampledAt => Samples is { } all ? all.Max() : null;

    private List<DateTimeOffset>? Samples
    {
        get
        {
            var sampled = Hosts.Where(IsUp).Select(host => host.Load?.At).ToList();
            return sampled.Count == 0 || sampled.Contains(null) ? null : [.. sampled.OfType<DateTimeOffset>()];
        }
    }

    /// <summary>Reads all of it again. What cannot be read is stale afterwards, and takes nothing.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        foreach (var connection in Hosts.Select(host => host.Connection).Distinct(StringComparer.Ordinal).ToList())
        {
            try
            {
                await Fleet.RefreshAsync(connection, cancellation);
            }
            catch (PlatformException)
            {
            }
        }
    }

    /// <summary>What its hosts and VMs carry now.</summary>
    /// <param name="stays">Why a VM is left where it is, for reasons of the caller; null where there are none.</param>
    /// <param name="measured">The host whose memory is taken as measured, where the others' is what their VMs were given, if that is more.</param>
    /// <param name="mustLeave">The host that has to be emptied: neither a recent move nor an unknown load keeps its VMs.</param>
    public ClusterLoad Load(Func<FleetVm, string?> stays, string? measured = null, string? mustLeave = null)
    {
        var hosts = Hosts;
        var names = hosts.Select(host => host.Name).ToHashSet(StringComparer.Ordinal);
        var vms = Fleet.Vms.Where(vm => Has(vm) && vm.Vm.Host is { } on && names.Contains(on)).ToList();
        var given = vms.GroupBy(vm => vm.Vm.Host!, StringComparer.Ordinal).ToDictionary(on => on.Key, on => on.Sum(vm => vm.Vm.MemoryBytes));
        var areSeveral = hosts.Select(host => host.Connection).Distinct(StringComparer.Ordinal).Count() > 1;
        return new ClusterLoad(
            [.. hosts.Select(host => HostOf(host, given.GetValueOrDefault(host.Name), host.Name == measured, areSeveral))],
            [.. vms.Select(vm => VmOf(vm, stays(vm) ?? Stays(vm, vm.Vm.Host == mustLeave)))]);
    }

    private static HostLoad HostOf(FleetHost host, long given, bool asMeasured, bool areSeveral)
    {
        var used = (long)((host.Load?.Memory ?? 0) * host.Host.MemoryBytes);
        return new HostLoad(
            host.Name,
            host.Host.Cpus,
            host.Host.MemoryBytes,
            (host.Load?.Cpu ?? 1) * host.Host.Cpus,
            asMeasured ? used : Math.Max(used, given),
            IsUp(host) && host.Load?.Cpu is not null && (!areSeveral || host.Host.MigrationAddress is not null),
            [.. host.Host.Storages]);
    }

    private static VmLoad VmOf(FleetVm vm, string? stays) => new(
        vm.Id, vm.Name, vm.Vm.Host!, (vm.Load?.Cpu ?? 1) * (vm.Vm.PowerState == PowerState.On ? vm.Vm.Cpus : 0), vm.Vm.MemoryBytes,
        [.. vm.Vm.Storages], vm.Vm.Tags.GetValueOrDefault("group"), stays);

    private string? Stays(FleetVm vm, bool mustLeave) => vm switch
    {
        { Stale: true } => "was not seen lately",
        { Vm.PowerState: PowerState.Off } => Off,
        { Vm.PowerState: PowerState.Suspended } => "is suspended",
        { Vm.PowerState: PowerState.Unknown } => "is in no known state",
        _ when vm.Vm.Tags.GetValueOrDefault("protected") == "yes" => "is protected",
        _ when mustLeave => null,
        { MovedAt: { } moved } when Time.GetUtcNow() - moved < CoolDown => $"was moved less than {Duration.ToWords(CoolDown)} ago",
        { Load.Cpu: null } or { Load: null } => "has no known load",
        _ => null,
    };

    private static bool IsUp(FleetHost host) => host is { Stale: false, Host.State: HostState.Up };

    private bool Has(FleetObject found) => Name is null ? found.Cluster is null && found.Connection == Connection : found.Cluster == Name;
}
