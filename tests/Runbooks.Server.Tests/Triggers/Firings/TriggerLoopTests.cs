using Runbooks.Server.Triggers.Firings;

namespace Runbooks.Server.Tests.Triggers.Firings;

public sealed class TriggerLoopTests
{
    [Fact]
    public void Find_TriggerThatLedToItselfThreeTimes_SaysSo()
    {
        Assert.Null(TriggerLoop.Find("a", ["a", "b", "a", "b"]));

        var loop = TriggerLoop.Find("a", ["a", "b", "a", "b", "a", "b"]);

        Assert.Equal(TriggerLoop.Code, loop!.Code);
        Assert.Contains("3 times", loop.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_ManyTriggersInARow_EndsToo()
    {
        var chain = Enumerable.Range(1, TriggerLoop.Longest).Select(n => $"t{n}").ToList();

        Assert.Null(TriggerLoop.Find("x", chain[1..]));
        Assert.NotNull(TriggerLoop.Find("x", chain));
    }
}
