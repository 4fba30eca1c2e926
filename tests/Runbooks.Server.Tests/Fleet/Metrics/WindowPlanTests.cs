using CsCheck;
using Runbooks.Server.Fleet.Metrics;

namespace Runbooks.Server.Tests.Fleet.Metrics;

public sealed class WindowPlanTests
{
    [Fact]
    public void Cover_AnyWindow_IsWithoutGapOrOverlapAndOfUsablePeriods() =>
        Gen.Select(Gen.Long[0, 3000], Gen.Long[0, 3000], Gen.Enum<Resolution>(), Gen.Int[2, 9]).Sample((from, length, coarsest, every) =>
        {
            bool Usable(Resolution resolution, long start) => start / resolution.Length() % every != 0;
            var (start, end) = (from * 300, (from + length) * 300);
            var segments = WindowPlan.Cover(start, end, coarsest, Usable);
            Assert.Equal(segments.Select(segment => segment.From).Append(end), segments.Select(segment => segment.To).Prepend(start));
            Assert.All(segments, segment =>
            {
                Assert.True(segment.Resolution <= coarsest);
                Assert.Equal(segment.From, segment.Resolution.Floor(segment.From));
                for (var at = segment.From; at < segment.To; at += segment.Resolution.Length())
                    Assert.True(segment.Resolution == Resolution.FiveMinutes || Usable(segment.Resolution, at));
            });
        });

    [Fact]
    public void Cover_TwoWeeks_ReadsFewRows()
    {
        var now = new DateTimeOffset(2026, 3, 20, 17, 43, 0, TimeSpan.Zero);
        var segments = WindowPlan.Cover(WindowPlan.Start(now, TimeSpan.FromDays(14)), Resolution.FiveMinutes.Floor(now.ToUnixTimeSeconds()), Resolution.Day, (_, _) => true);
        Assert.Equal([Resolution.Hour, Resolution.Day, Resolution.Hour, Resolution.FiveMinutes], segments.Select(segment => segment.Resolution));
        Assert.Equal(7 + 13 + 17 + 8, segments.Sum(segment => (segment.To - segment.From) / segment.Resolution.Length()));
    }
}
