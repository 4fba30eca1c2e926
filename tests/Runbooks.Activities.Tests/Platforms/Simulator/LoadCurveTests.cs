using System.Collections.Immutable;
using CsCheck;
using Runbooks.Activities.Platforms.Simulator;

namespace Runbooks.Activities.Tests.Platforms.Simulator;

public sealed class LoadCurveTests
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<LoadProfile> Profiles = Gen
        .Select(Gen.Enum<LoadShape>(), Gen.ULong, Gen.Double[0.006, 0.1], Gen.Double[0.3, 0.95], Gen.Double[-1.5, 1.5])
        .Select((shape, seed, rest, peak, phase) => new LoadProfile(shape, seed, rest, peak, phase, 0.3));

    [Fact]
    public void At_AnyMoment_IsSharesAndRatesAndAlwaysTheSame() =>
        Gen.Select(Profiles, Gen.Int[-1_000_000, 1_000_000]).Sample((profile, minutes) =>
        {
            var point = LoadCurve.At(profile, Monday.AddMinutes(minutes));
            Assert.InRange(point.Cpu, 0, 1);
            Assert.InRange(point.Memory, 0, 1);
            Assert.True(double.IsFinite(point.Disk) && point.Disk >= 0);
            Assert.True(double.IsFinite(point.Network) && point.Network >= 0);
            Assert.Equal(point, LoadCurve.At(profile, Monday.AddMinutes(minutes)));
        });

    [Fact]
    public void At_IdleVmsOfTheFleet_StayBelowFivePercent()
    {
        var idle = Vms().Where(vm => vm.Load.Shape == LoadShape.Idle).ToList();
        Assert.NotEmpty(idle);
        Assert.All(idle, vm => Assert.InRange(Fortnight(vm.Load).Max(), 0, 0.05));
    }

    [Fact]
    public void At_WorkingVmsOfTheFleet_AreAboveTheIdleThresholdAtTheirP95()
    {
        var working = Vms().Where(vm => vm.Load.Shape is LoadShape.Office or LoadShape.Batch or LoadShape.Busy).ToList();
        Assert.NotEmpty(working);
        Assert.All(working, vm => Assert.True(P95(Fortnight(vm.Load)) > 0.2, vm.Machine.Name));
    }

    [Fact]
    public void At_BatchVm_IsLowOnAverageAndHighAtItsP95()
    {
        var load = Fortnight(new LoadProfile(LoadShape.Batch, 7, 0.03, 0.8, 0, 0.3));
        Assert.InRange(load.Average(), 0, 0.2);
        Assert.InRange(P95(load), 0.5, 1);
    }

    [Fact]
    public void At_OfficeVm_FollowsTheWorkingDay()
    {
        var profile = new LoadProfile(LoadShape.Office, 7, 0.05, 0.6, 0, 0.3);
        var (noon, night, sunday) = (Hour(12), Hour(2), Hour((6 * 24) + 12));
        Assert.True(noon > 4 * night, $"noon {noon}, night {night}");
        Assert.True(noon > 2 * sunday, $"noon {noon}, Sunday {sunday}");

        double Hour(int hour) => LoadCurve.Mean(profile, Monday.AddHours(hour), TimeSpan.FromHours(1)).Cpu;
    }

    [Theory]
    [InlineData("2026-03-16T12:00Z", false)]
    [InlineData("2026-03-29T12:00Z", false)]
    [InlineData("2026-03-30T12:00Z", true)]
    [InlineData("2026-03-31T12:00Z", true)]
    [InlineData("2026-04-01T12:00Z", true)]
    [InlineData("2026-04-02T12:00Z", false)]
    public void At_MonthEndVm_WorksOnlyAroundTheTurnOfTheMonth(string at, bool works)
    {
        var profile = new LoadProfile(LoadShape.MonthEnd, 7, 0.01, 0.6, 0, 0.3);
        var cpu = LoadCurve.At(profile, DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)).Cpu;
        Assert.Equal(works, cpu > 0.2);
    }

    [Fact]
    public void Mean_OverAnInterval_LiesWithinItsPoints()
    {
        var profile = new LoadProfile(LoadShape.Busy, 7, 0.05, 0.8, 0, 0.3);
        var points = Enumerable.Range(0, 600).Select(second => LoadCurve.At(profile, Monday.AddSeconds(second)).Cpu).ToList();
        var mean = LoadCurve.Mean(profile, Monday, TimeSpan.FromMinutes(10)).Cpu;
        Assert.InRange(mean, points.Min(), points.Max());
        Assert.Equal(points.Average(), mean, 0.05);
    }

    private static ImmutableArray<VmBlueprint> Vms() => FleetBlueprint.Of(FleetKey.Of(new SimulatorSettings())).Vms;

    private static List<double> Fortnight(LoadProfile profile) =>
        [.. Enumerable.Range(0, 14 * 24 * 12).Select(step => LoadCurve.At(profile, Monday.AddMinutes(step * 5)).Cpu)];

    private static double P95(List<double> values) => values.Order().ElementAt((int)(values.Count * 0.95));
}
