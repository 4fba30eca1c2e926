using CsCheck;
using Runbooks.Activities.Selectors;
using Runbooks.Server.Fleet.Metrics;

namespace Runbooks.Server.Tests.Fleet.Metrics;

public sealed class DigestTests
{
    private static readonly Gen<double[]> Shares = Gen.Double[0, 1].Array[1, 200];

    [Fact]
    public void Bucket_Share_IsWithinTheStatedError() => Gen.Double[0, 1].Sample(value =>
        Assert.InRange(Bucket.Value(Metric.Cpu, Bucket.Of(Metric.Cpu, value)), value - 0.004, value + 0.004));

    [Fact]
    public void Bucket_ShareOfIdleMachines_IsWithinTheSmallerError() => Gen.Double[0, 0.2].Sample(value =>
        Assert.InRange(Bucket.Value(Metric.Memory, Bucket.Of(Metric.Memory, value)), value - 0.002, value + 0.002));

    [Fact]
    public void Bucket_Rate_IsWithinFivePercent() => Gen.Double[0, Math.Log(30e9)].Select(Math.Exp).Sample(value =>
        Assert.InRange(Bucket.Value(Metric.Disk, Bucket.Of(Metric.Disk, value)), value * 0.95, value * 1.05));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.9, 0)]
    [InlineData(1e30, 255)]
    public void Bucket_RateBeyondTheScale_IsItsEnd(double value, int bucket) => Assert.Equal(bucket, Bucket.Of(Metric.Network, value));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Bucket_EndsOfShares_AreExact(double value) => Assert.Equal(value, Bucket.Value(Metric.Cpu, Bucket.Of(Metric.Cpu, value)));

    [Fact]
    public void P95_OfAnySamples_IsNearestRankWithinTheError() => Shares.Sample(values =>
    {
        var exact = values.Order().ElementAt((int)Math.Ceiling(0.95 * values.Length) - 1);
        Assert.InRange(Of(values).P95, exact - 0.004, exact + 0.004);
    });

    [Fact]
    public void Blob_OfParts_AddsUpToTheWhole() => Gen.Select(Shares, Shares).Sample((one, other) =>
    {
        var sum = new Digest(Metric.Cpu);
        DigestBlob.AddTo(Blob(one), sum);
        DigestBlob.AddTo(Blob(other), sum);
        var whole = Of([.. one, .. other]);
        Assert.Equal(whole.Count, sum.Count);
        Assert.Equal(whole.Covered, sum.Covered);
        Assert.Equal(whole.Average, sum.Average, 1e-6);
        Assert.Equal(whole.Maximum, sum.Maximum, 1e-6);
        Assert.Equal(whole.Histogram, sum.Histogram);
    });

    [Fact]
    public void Blob_OfFourMetrics_KeepsEachApart()
    {
        var written = DigestBlob.Empty();
        written[1].Add(0.5, 15);
        written[3].Add(1e9, 15);
        var (cpu, memory, disk, network) = (new Digest(Metric.Cpu), new Digest(Metric.Memory), new Digest(Metric.Disk), new Digest(Metric.Network));
        var blob = DigestBlob.Write(written);
        DigestBlob.AddTo(blob, network, cpu);
        DigestBlob.AddTo(blob, memory, disk);
        Assert.Equal((0, 1, 0, 1), (cpu.Count, memory.Count, disk.Count, network.Count));
        Assert.Equal(0.5, memory.Average);
        Assert.Equal(1e9, network.Maximum);
    }

    private static byte[] Blob(double[] values) => DigestBlob.Write([Of(values), new Digest(Metric.Memory), new Digest(Metric.Disk), new Digest(Metric.Network)]);

    private static Digest Of(double[] values)
    {
        var digest = new Digest(Metric.Cpu);
        foreach (var value in values) digest.Add(value, 15);
        return digest;
    }
}
