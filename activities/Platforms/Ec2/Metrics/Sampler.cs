using Amazon.EC2.Model;
using Runbooks.Activities.Platforms.Ec2.Reading;

namespace Runbooks.Activities.Platforms.Ec2.Metrics;

/// <summary>The loads of running instances: CloudWatch's last points, which stand until the next ones come. CloudWatch charges for each
/// metric that it is asked for, so it is asked once in each period. It knows no memory.</summary>
internal sealed class Sampler(InstanceReader reader, CloudWatch cloudWatch, Ec2Names names, TimeProvider time)
{
    /// <summary>Written by newer instances on EBS, and by those with an instance store; an instance has some of them.</summary>
    private static readonly string[] Disk = ["EBSReadBytes", "EBSWriteBytes", "DiskReadBytes", "DiskWriteBytes"];

    private static readonly string[] Network = ["NetworkIn", "NetworkOut"];

    private readonly SemaphoreSlim _gate = new(1);
    private Dictionary<(string Instance, string Metric), MetricPoint> _points = [];
    private HashSet<string> _asked = [];
    private DateTimeOffset _askedAt = DateTimeOffset.MinValue;

    public async Task<IReadOnlyList<MetricSample>> SampleAsync(CancellationToken cancellation)
    {
        var request = new DescribeInstancesRequest { Filters = [new Filter("instance-state-name", ["running"])] };
        var running = await reader.AllAsync(request, cancellation);
        await _gate.WaitAsync(cancellation);
        try
        {
            if (time.GetUtcNow() - _askedAt >= Limits.MetricPeriod || running.Any(one => !_asked.Contains(one.Instance.InstanceId)))
                await AskAsync(running, cancellation);
            return [.. running.Select(Read).OfType<MetricSample>()];
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task AskAsync(IReadOnlyList<Owned> running, CancellationToken cancellation)
    {
        var queries = running.SelectMany(one => Queries(one.Instance.InstanceId)).ToList();
        var points = new Dictionary<(string, string), MetricPoint>();
        foreach (var batch in queries.Chunk(Limits.MetricQueries))
        {
            var byId = batch.Index().ToDictionary(one => $"q{one.Index}", one => one.Item);
            foreach (var (id, point) in await cloudWatch.LastAsync(byId, cancellation)) points[(byId[id].Instance, byId[id].Metric)] = point;
        }

        (_points, _asked, _askedAt) = (points, [.. running.Select(one => one.Instance.InstanceId)], time.GetUtcNow());
    }

    private static IEnumerable<MetricQuery> Queries(string instance) =>
        [new(instance, "CPUUtilization", "Average"), .. Network.Concat(Disk).Select(metric => new MetricQuery(instance, metric, "Sum"))];

    /// <summary>Null where CloudWatch has nothing yet.</summary>
    private MetricSample? Read(Owned one)
    {
        var (cpu, disk, network) = (Share(one.Instance), Rate(one.Instance, Disk), Rate(one.Instance, Network));
        return cpu is null && disk is null && network is null
            ? null
            : new MetricSample(names.Of(one.Account, one.Instance.InstanceId), time.GetUtcNow(), cpu, null, disk, network);
    }

    private double? Share(Instance instance) => Last(instance, "CPUUtilization") is { } percent ? Math.Clamp(percent / 100, 0, 1) : null;

    private double? Rate(Instance instance, string[] metrics)
    {
        var sums = metrics.Select(metric => Last(instance, metric)).Where(sum => sum is not null).ToList();
        return sums.Count == 0 ? null : sums.Sum() / Limits.MetricPeriod.TotalSeconds;
    }

    /// <summary>What was measured before it was last started, or too long ago, tells nothing.</summary>
    private double? Last(Instance instance, string metric)
    {
        if (!_points.TryGetValue((instance.InstanceId, metric), out var point)) return null;
        var (end, now) = (point.At + Limits.MetricPeriod, time.GetUtcNow());
        var before = instance.LaunchTime is { } launched && end <= new DateTimeOffset(launched.ToUniversalTime());
        return before || now - end > Limits.MetricAge ? null : point.Value;
    }
}
