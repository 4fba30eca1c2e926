using Runbooks.Activities.Fleet;
using Runbooks.Activities.Selectors;
using Runbooks.Server.Fleet.Following;
using Runbooks.Server.Fleet.Picture;

namespace Runbooks.Server.Fleet;

/// <summary>The fleet as activities and selectors see it. Each property is a consistent snapshot.</summary>
public sealed class FleetView(FleetPicture picture, FleetFollowing following, IMetricHistory metrics) : IFleet
{
    public IReadOnlyCollection<FleetVm> Vms => picture.Snapshot.Vms;

    public IReadOnlyCollection<FleetHost> Hosts => picture.Snapshot.Hosts;

    public IReadOnlyCollection<FleetConnection> Connections =>
        [.. picture.Sights.Select(sight => new FleetConnection(sight.Connection, sight.Platform, sight.Stale, sight.Templates, sight.Clusters))];

    public IMetricHistory Metrics => metrics;

    public FleetVm? FindVm(string id) => picture.Snapshot.FindVm(id);

    public FleetHost? FindHost(string id) => picture.Snapshot.FindHost(id);

    public Task RefreshAsync(string? connection, CancellationToken cancellation) => following.RefreshAsync(connection, cancellation);
}
