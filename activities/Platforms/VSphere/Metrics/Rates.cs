using System.Globalization;
using System.Xml.Linq;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Session;

namespace Runbooks.Activities.Platforms.VSphere.Metrics;

/// <summary>Bytes a second, as vCenter's performance manager has them of every host: every 20 seconds, for an hour.</summary>
internal sealed record Rates(double? Disk, double? Network)
{
    private const int Interval = 20;

    /// <param name="samples">The newest so many intervals are averaged.</param>
    public static async Task<Dictionary<ManagedObject, Rates>> ReadAsync(
        OpenSession session, ManagedObject performance, IEnumerable<ManagedObject> targets, Counters counters, int samples, CancellationToken cancellation)
    {
        var rates = new Dictionary<ManagedObject, Rates>();
        foreach (var batch in targets.Chunk(Limits.MetricsBatch))
        {
            try
            {
                var specs = batch.Select(target => Spec(target, counters, samples));
                var response = await session.CallAsync("QueryPerf", performance, cancellation, specs);
                foreach (var metric in response.Children("returnval"))
                {
                    if (metric.Child("entity")?.AsReference() is { } target) rates[target] = Parse(metric, counters.Disk(target), counters.Network);
                }
            }
            catch (VimFaultException error) when (error.Fault.Type != "NotAuthenticated")
            {
                // One VM that is gone by now spoils its batch; the next sample has the others again.
            }
        }

        return rates;
    }

    private static XElement Spec(ManagedObject target, Counters counters, int samples) => Vim.Element(
        "querySpec",
        Vim.Reference("entity", target),
        Vim.Element("maxSample", samples),
        counters.Disk(target).Select(counter => Metric(counter, target.Type == "HostSystem" ? "" : "*")),
        counters.Network is { } network ? Metric(network, "") : null,
        Vim.Element("intervalId", Interval));

    private static XElement Metric(string counter, string instance) =>
        Vim.Element("metricId", Vim.Element("counterId", counter), Vim.Element("instance", instance));

    private static Rates Parse(XElement metric, IReadOnlyList<string> disk, string? network)
    {
        var series = metric.Children("value").ToLookup(value => value.Child("id")?.Text("counterId") ?? "", Average);
        return new Rates(Sum(disk.SelectMany(counter => series[counter])), network is null ? null : Sum(series[network]));
    }

    /// <summary>Counters are in kilobytes a second; -1 says that there was no value.</summary>
    private static double? Average(XElement series)
    {
        var values = series.Children("value").Select(value => double.Parse(value.Value, CultureInfo.InvariantCulture)).Where(value => value >= 0).ToList();
        return values.Count == 0 ? null : values.Average() * 1024;
    }

    private static double? Sum(IEnumerable<double?> values)
    {
        var known = values.OfType<double>().ToList();
        return known.Count == 0 ? null : known.Sum();
    }
}
