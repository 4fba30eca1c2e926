using System.Globalization;
using System.Xml.Linq;

namespace Runbooks.Activities.Tests.Platforms.Ec2.StandIn;

/// <summary>CloudWatch: a point for every five minutes that an instance has run, some minutes late, and none while it does not.</summary>
internal sealed class MetricActions(World world)
{
    private const int Period = 300;

    /// <summary>Two minutes until a point is there.</summary>
    private const int Late = 120;

    /// <summary>How many metrics were asked for: that is what is paid for.</summary>
    public int Asked { get; private set; }

    public IEnumerable<object?> GetData(Query query)
    {
        var items = query.Items("MetricDataQueries.member").ToList();
        if (items.Count is 0 or > 500) throw new Refusal("ValidationError", "1 to 500 metric data queries");
        if (query.Need("ScanBy") != "TimestampDescending") throw new Refusal("ValidationError", "ScanBy");
        var (from, to) = (At(query.Need("StartTime")), At(query.Need("EndTime")));
        var (page, next) = world.PageOf(items.ConvertAll(item => Result(query, item, from, to)), query);
        Asked += page.Count;
        yield return Xml.In("GetMetricDataResult", Xml.In("MetricDataResults", page), Xml.Of("NextToken", next));
    }

    private XElement Result(Query query, string item, long from, long to)
    {
        var (id, metric) = (query.Need(item + ".Id"), item + ".MetricStat.Metric.");
        if (query.Need(metric + "Namespace") != "AWS/EC2" || query.Need(metric + "Dimensions.member.1.Name") != "InstanceId"
            || query.Need(item + ".MetricStat.Period") != "300")
            throw new Refusal("ValidationError", "no such metric");
        var instance = world.Instances.SingleOrDefault(known => known.Id == query.Need(metric + "Dimensions.member.1.Value"));
        var value = (query.Need(metric + "MetricName"), query.Need(item + ".MetricStat.Stat")) switch
        {
            ("CPUUtilization", "Average") => 12.5,
            ("NetworkIn", "Sum") => 300_000.0,
            ("NetworkOut", "Sum") => 600_000.0,
            ("EBSReadBytes", "Sum") => 150_000.0,
            ("EBSWriteBytes", "Sum") => 150_000.0,
            ("DiskReadBytes" or "DiskWriteBytes", "Sum") => (double?)null,
            var other => throw new Refusal("ValidationError", $"{other}"),
        };
        var times = instance?.State == "running" && value is not null ? Points(instance, from, to) : [];
        return Xml.In(
            "member",
            Xml.Of("Id", id), Xml.Of("Label", id), Xml.Of("StatusCode", "Complete"),
            Xml.In("Timestamps", [.. times.Select(at => Xml.Of("member", DateTimeOffset.FromUnixTimeSeconds(at)))]),
            Xml.In("Values", [.. times.Select(_ => Xml.Of("member", value))]));
    }

    private static List<long> Points(Instance instance, long from, long to)
    {
        var first = Math.Max(from, instance.Launched.ToUnixTimeSeconds());
        var points = new List<long>();
        for (var at = (to - Late) / Period * Period - Period; at >= first; at -= Period) points.Add(at);
        return points;
    }

    private static long At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUnixTimeSeconds();
}
