using Runbooks.Activities.Selectors;

namespace Runbooks.Activities.Fleet;

/// <summary>The hosts and VMs of all connections, as last seen.</summary>
public interface IFleet
{
    IReadOnlyCollection<FleetVm> Vms { get; }

    IReadOnlyCollection<FleetHost> Hosts { get; }

    /// <summary>The connections that have shown anything.</summary>
    IReadOnlyCollection<FleetConnection> Connections { get; }

    FleetVm? FindVm(string id);

    FleetHost? FindHost(string id);

    /// <summary>What selectors read metrics from.</summary>
    IMetricHistory Metrics { get; }

    /// <summary>Reads the inventory of one connection, or of all, again, now.</summary>
    /// <exception cref="Platforms.PlatformException">The named connection cannot be read.</exception>
    /// <exception cref="ActivityFailure">There is no such connection (<c>connection.unknown</c>).</exception>
    Task RefreshAsync(string? connection, CancellationToken cancellation);
}
