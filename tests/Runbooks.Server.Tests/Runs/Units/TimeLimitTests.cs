using Microsoft.Extensions.Time.Testing;
using Runbooks.Server.Runs.Units;

namespace Runbooks.Server.Tests.Runs.Units;

public sealed class TimeLimitTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void Start_TimeIsOver_IsCancelled()
    {
        using var limit = TimeLimit.Start(time.GetUtcNow(), TimeSpan.FromMinutes(5), time);

        time.Advance(TimeSpan.FromMinutes(4));
        Assert.False(limit.IsCancellationRequested);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(limit.IsCancellationRequested);
    }

    [Fact]
    public void Start_CountedFromBeforeARestart_IsCancelledAtOnce()
    {
        using var limit = TimeLimit.Start(time.GetUtcNow() - TimeSpan.FromMinutes(6), TimeSpan.FromMinutes(5), time);

        Assert.True(limit.IsCancellationRequested);
    }

    [Fact]
    public void Start_DisposedBeforeItsTime_EndsNothingLater()
    {
        var limit = TimeLimit.Start(time.GetUtcNow(), TimeSpan.FromMinutes(5), time);
        limit.Dispose();

        Assert.Null(Record.Exception(() => time.Advance(TimeSpan.FromMinutes(6))));
    }
}
