using Microsoft.Extensions.Options;
using Runbooks.Server.Alerts.Listing;
using Runbooks.Server.Alerts.Storage;
using Runbooks.Server.Fleet.Picture;
using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Alerts.Targets;

/// <summary>Finds out what alerts are about.</summary>
internal sealed class Findings(FleetPicture picture, IRunStore runs, SelfInflicted selfInflicted, IOptions<AlertOptions> options)
{
    private (FleetSnapshot Snapshot, TargetIndex Index)? made;

    /// <summary>The fleet of now by the words that labels use.</summary>
    public TargetIndex Index
    {
        get
        {
            var snapshot = picture.Snapshot;
            if (made is { } known && ReferenceEquals(known.Snapshot, snapshot)) return known.Index;
            var index = new TargetIndex(snapshot.Vms, snapshot.Hosts);
            made = (snapshot, index);
            return index;
        }
    }

    /// <summary>What each alert is about, by its id.</summary>
    public async Task<IReadOnlyDictionary<long, Finding>> FindAsync(IEnumerable<AlertEntity> alerts, CancellationToken cancellation)
    {
        var index = Index;
        var leases = (await runs.ReadLeasesAsync()).ToLookup(lease => lease.TargetId);
        var found = new Dictionary<long, Finding>();
        foreach (var alert in alerts)
        {
            var finding = TargetLabels.Resolve(AlertView.Texts(alert.Labels), index);
            found[alert.Id] = await selfInflicted.MarkAsync(finding, alert, leases, options.Value.SelfInflictedFor, cancellation);
        }

        return found;
    }
}
