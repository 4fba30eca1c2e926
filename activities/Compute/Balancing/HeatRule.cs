using System.Globalization;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Selectors;

namespace Runbooks.Activities.Compute.Balancing;

/// <summary>When a host is too hot: its mean over the whole time, and its load now, are above the threshold. Unknown is never hot.</summary>
internal sealed record HeatRule(LoadKind Kind, double Above, TimeSpan Sustained)
{
    private Metric Metric => Kind == LoadKind.Cpu ? Metric.Cpu : Metric.Memory;

    public ConsideredHost Judge(FleetHost host, IMetricHistory metrics)
    {
        var (mean, now) = (metrics.Query(host.Id, Metric, Aggregate.Average, Sustained), metrics.Query(host.Id, Metric, Aggregate.Now, Sustained));
        var (isHot, why) = (mean, now) switch
        {
            (null, _) or (_, null) => (false, $"unknown: samples cover too little of the last {Duration.ToWords(Sustained)}"),
            _ when host.Stale => (false, "it was not seen lately"),
            var (m, _) when m <= Above => (false, $"{Share(m)} over {Duration.ToWords(Sustained)} is not above {Share(Above)}"),
            var (_, n) when n <= Above => (false, $"it is down to {Share(n)} now"),
            _ => (true, $"{Share(mean)} over {Duration.ToWords(Sustained)}, above {Share(Above)}"),
        };
        return new ConsideredHost(host.Id, host.Name, mean, now, isHot, why);
    }

    public static string Share(double? share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");
}

/// <summary>A host that was looked at, for the step's output.</summary>
internal sealed record ConsideredHost(string Id, string Name, double? Mean, double? Now, bool Chosen, string Why);
