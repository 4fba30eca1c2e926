using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Platforms.Ec2.StandIn;

namespace Runbooks.Activities.Tests.Platforms.Ec2;

public sealed class MetricTests : Ec2Tests
{
    private const int MetricsOfAVm = 7;

    [Fact]
    public async Task Sample_Running_HasSharesAndRates()
    {
        var sample = Assert.Single(await Platform.SampleAsync(Cancellation), sample => sample.Id.EndsWith(Testbed.Vm, StringComparison.Ordinal));
        Assert.Equal((0.125, null, 1000, 3000), (sample.Cpu, sample.Memory, sample.Disk, sample.Network));
        Assert.Equal(Testbed.Clock.GetUtcNow(), sample.At);
    }

    [Fact]
    public async Task Sample_WithinAPeriod_AsksCloudWatchOnce()
    {
        await Platform.SampleAsync(Cancellation);
        Testbed.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(2, (await Platform.SampleAsync(Cancellation)).Count);
        Assert.Equal(2 * MetricsOfAVm, Testbed.Aws.Metrics.Asked);
        Testbed.Clock.Advance(TimeSpan.FromMinutes(1));
        await Platform.SampleAsync(Cancellation);
        Assert.Equal(4 * MetricsOfAVm, Testbed.Aws.Metrics.Asked);
    }

    [Fact]
    public async Task Sample_ManyVms_IsAskedForInBatchesAndPages()
    {
        World.Page = 100;
        for (var i = 0; i < 100; i++) World.Add("running", $"many-{i}");
        Assert.Equal(102, (await Platform.SampleAsync(Cancellation)).Count);
        Assert.Equal(102 * MetricsOfAVm, Testbed.Aws.Metrics.Asked);
        Assert.Equal(8, Testbed.Aws.Log.Count(action => action == "GetMetricData"));
    }

    [Fact]
    public async Task Sample_JustStarted_IsUnknown()
    {
        var id = World["db-01"].Id;
        await OperateAsync(new PlatformOperation.PowerOn(id));
        Assert.DoesNotContain(await Platform.SampleAsync(Cancellation), sample => sample.Id.EndsWith(id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sample_CloudWatchThrottles_IsBusy()
    {
        Testbed.Aws.Faults.Throttled["GetMetricData"] = 1;
        var error = await Assert.ThrowsAsync<PlatformException>(() => Platform.SampleAsync(Cancellation));
        Assert.Equal(PlatformError.Busy, error.Error);
        Assert.NotEmpty(await Platform.SampleAsync(Cancellation));
    }

    [Fact]
    public async Task Sample_MetricsTurnedOff_IsUnsupported()
    {
        await using var platform = Testbed.Connect(Testbed.Settings with { Metrics = false }, Signature.SecretAccessKey);
        var error = await Assert.ThrowsAsync<PlatformException>(() => platform.SampleAsync(Cancellation));
        Assert.Equal(PlatformError.Unsupported, error.Error);
        Assert.Empty(Testbed.Aws.Log);
    }
}
