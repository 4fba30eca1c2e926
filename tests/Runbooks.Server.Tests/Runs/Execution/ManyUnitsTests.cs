using Runbooks.Server.Runs.Execution;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Tests.Runs.Execution;

/// <summary>A run of ten thousand units, with its rows: snapshots change nothing but the time that a load takes.</summary>
[Trait("Engine", "8 Ten thousand items")]
public sealed class ManyUnitsTests(ITestOutputHelper output)
{
    private const int Units = 10_000;

    [Fact]
    public void Run_TenThousandUnits_IsWithSnapshotsWhatItsHistoryMakes()
    {
        var (world, run) = Run(Units, snapshots: true);

        Assert.Equal(RunStatus.Completed, RunStatus.Of(world.State(run)));
        Assert.Equal(Units, world.State(run).Steps["look"].Units!.Completed);
        Assert.Equal(Text(world.Fold(run)), Text(world.State(run)));
    }

    [Fact]
    public void Run_SnapshotsOff_EndsAsWithThem()
    {
        var (with, run) = Run(Units / 10, snapshots: true);
        var (without, other) = Run(Units / 10, snapshots: false);

        Assert.Equal(Text(without.State(other)), Text(with.State(run)));
    }

    /// <summary>The states that are written grow with the run; what is written in all must not grow with its square.</summary>
    [Fact]
    public void Snapshots_FourTimesTheEvents_CostInProportion()
    {
        var few = Enumerable.Range(1, 10_000).Where(IsKept).Sum(s => (long)s);
        var many = Enumerable.Range(1, 40_000).Where(IsKept).Sum(s => (long)s);
        var gaps = Enumerable.Range(1, 40_000).Where(IsKept).Append(40_000).Aggregate((Last: 0, Share: 0.0), (g, s) => (s, s <= 4_000 ? 0 : Math.Max(g.Share, (s - g.Last) / (double)s)));

        Assert.InRange((double)many / few, 3, 6);
        Assert.InRange(gaps.Share, 0, 0.126);
        Assert.True(IsKept(500) && IsKept(1_000) && IsKept(3_500));
    }

    private static bool IsKept(int sequence) => AppendBuilder.KeepsSnapshot(sequence - 1, sequence);

    /// <summary>Now and then the process is another, and makes the run from what is stored.</summary>
    private (StoreWorld World, string Run) Run(int units, bool snapshots)
    {
        var world = new StoreWorld(snapshots);
        world.Publish($"""
            apiVersion: runbooks/v1
            id: look
            name: Look
            steps:
              look: {"{"} activity: vm.look, with: {"{"} targets: "{string.Join(' ', Enumerable.Range(0, units))}", concurrency: 5 {"}"} {"}"}
            """);
        var run = world.Start("look");
        for (var moves = 1; world.Live.Any(); moves++)
        {
            if (moves % (units / 3) == 0) world.Load(run);
            WorldMoves.Of(world, run)[0]();
        }

        output.WriteLine($"{world.State(run).Sequence} events, snapshots {(snapshots ? "on" : "off")}");
        return (world, run);
    }

    /// <summary>A state as its snapshot, in one order.</summary>
    private static string Text(RunState state) => string.Join('\n', state.Steps["look"].Units!.ById.Values.OrderBy(u => u.Id, StringComparer.Ordinal).Select(u => u with { Operations = u.Operations.Clear() }).Select(u => $"{u}"))
        + $"{state.Sequence} {state.End!.Status} {state.Steps["look"].Output}";
}
