using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Workflows.Tests.Execution;

/// <summary>As many items as a step may have: work in proportion, a state in proportion, and no more of them.</summary>
[Trait("Engine", "8 Ten thousand items")]
public sealed class ManyItemsTests(ITestOutputHelper output)
{
    private const int Most = 10_000;

    private static readonly JsonSerializerOptions Stored = new(JsonSerializerDefaults.Web);

    /// <summary>Counted by what is allocated, which hardly depends on the machine. Four times the items in trees that are a little deeper
    /// are less than five and a half times the work; anything that looks at all items for each would be sixteen times.</summary>
    [Theory]
    [InlineData("targets")]
    [InlineData("for-each")]
    [InlineData("hold")]
    public void Run_FourTimesTheItems_CostsInProportion(string kind)
    {
        Work(kind, 100);
        var few = Work(kind, Most / 4);
        var many = Work(kind, Most);
        output.WriteLine($"{kind}: {few / 1e6:F1} MB for {Most / 4}, {many / 1e6:F1} MB for {Most}: {(double)many / few:F2} times");

        Assert.InRange((double)many / few, 3, 5.5);
    }

    [Theory]
    [InlineData("targets")]
    [InlineData("for-each")]
    public void State_HalfOfTheItemsSettled_KeepsLittleOfEach(string kind)
    {
        var world = Start(kind, Most);
        // Longer than any state may keep of an item that is done.
        world.Execute = _ => new UnitReport.Completed("done", JsonSerializer.SerializeToElement(new string('x', 5_000)), "Was done.");
        var sizes = new List<int>();
        world.CrashAfterCommit = commit =>
        {
            if (commit is Most / 2 or Most - 100) sizes.Add(JsonSerializer.SerializeToUtf8Bytes(world.State, Stored).Length);
            return false;
        };

        world.Run();

        Assert.Equal(2, sizes.Count);
        Assert.All(sizes, size => Assert.InRange(size, 1, Most * 1_024));
    }

    [Fact]
    public void Run_OneTargetTooMany_IsRefusedAndTouchesNone()
    {
        var world = Start("targets", Most + 1).Run();

        Assert.Equal(RunStatus.Failed, world.Status);
        Assert.Equal("limits.items", world.State.End!.Error!.Code);
        Assert.Contains("10001", world.State.End.Error.Message, StringComparison.Ordinal);
        Assert.Empty(world.History.OfType<UnitStarted>());
    }

    [Fact]
    public void Run_OneItemTooMany_IsRefusedAndStartsNone()
    {
        var world = Start("for-each", Most + 1).Run();

        Assert.Equal(RunStatus.Failed, world.Status);
        Assert.Equal("limits.items", world.State.End!.Error!.Code);
        Assert.Contains("10001", world.State.End.Error.Message, StringComparison.Ordinal);
        Assert.Empty(world.History.OfType<IterationStarted>());
    }

    private static long Work(string kind, int count)
    {
        var world = Start(kind, count);
        var before = GC.GetAllocatedBytesForCurrentThread();
        world.Run();
        var work = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(RunStatus.Completed, world.Status);
        return work;
    }

    private static World Start(string kind, int count)
    {
        var targets = new TargetList(count);
        return new World(Flow.Compile(RunPolicy.Default, new FlowBody([Step(kind, count)], []))) { Select = _ => targets.Selection };
    }

    private static StepDefinition Step(string kind, int count) => kind switch
    {
        "targets" => Flow.ReadStep("off: vm.change {\"concurrency\": 5}"),
        "for-each" => Flow.ReadStep($"each: flow.for-each {{\"concurrency\": 5, \"items\": [{string.Join(',', Enumerable.Range(0, count).Select(i => $"{{\"n\":{i}}}"))}]}}") with
        {
            Body = Flow.Body("a: noop"),
        },
        _ => Flow.ReadStep("hold: flow.scope {\"hold\": \"all\"}") with { Body = Flow.Body("off: vm.change {\"concurrency\": 5}") },
    };

    private sealed record TargetList(int Count)
    {
        public Activities.TargetSelection Selection { get; } =
            new([.. Enumerable.Range(0, Count).Select(n => Flow.Vm($"vm{n:D5}"))], ImmutableDictionary<string, int>.Empty);
    }
}
