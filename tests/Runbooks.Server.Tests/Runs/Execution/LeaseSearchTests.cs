using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Tests.Runs.Execution;

/// <summary>Every interleaving of runs that hold overlapping sets of targets: none waits for another in a circle, and who waited first has
/// the target first.</summary>
[Trait("Engine", "10 Pairwise, rerun, deadlock")]
public sealed class LeaseSearchTests(ITestOutputHelper output)
{
    /// <summary>Sets as people write them: in any order.</summary>
    private static readonly string[] Sets = ["a b", "b a", "c a", "b c", "c b a"];

    [Fact]
    public void Scopes_OfTwoRuns_NeverBlockEachOther() => output.WriteLine($"{Sets.SelectMany((a, i) => Sets[i..].Select(b => Search([Hold(a), Hold(b)]))).Sum()} states");

    [Theory]
    [InlineData("a b", "b c", "c a")]
    [InlineData("b a", "a b", "c b a")]
    [InlineData("a b c", "c b a", "b c a")]
    public void Scopes_OfThreeRuns_NeverBlockEachOther(string first, string second, string third) =>
        output.WriteLine($"{Search([Hold(first, inside: "noop"), Hold(second, inside: "noop"), Hold(third, inside: "noop")])} states");

    [Fact]
    public void Steps_OverTheSameTargetsInOtherOrders_NeverBlockEachOther() =>
        output.WriteLine($"{Search([Step("a b"), Step("b a")]) + Search([Step("a b"), Hold("b a", inside: "noop")])} states");

    /// <summary>Taking more while holding is what a circle needs: it is refused.</summary>
    [Fact]
    public void Scope_InsideAnotherWithOtherTargets_IsRefused()
    {
        var world = Start([Hold("a", "inner: { activity: flow.scope, with: { hold: b }, steps: { work: { activity: noop } } }")]);
        while (world.Live.SelectMany(id => WorldMoves.Of(world, id)).FirstOrDefault() is { } move) move();

        Assert.Equal("lease.order", world.State("run-0").End!.Error!.Code);
    }

    /// <summary>Follows every choice from every state once; a state is reached by repeating the choices that led to it.</summary>
    private static int Search(string[] flows)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<int[]>([[]]);
        while (open.TryPop(out var path))
        {
            var (world, state) = Replay(flows, path);
            if (!seen.Add(state)) continue;
            Assert.True(seen.Count < 50_000, "The search grows beyond all bounds.");
            var moves = world.Live.Sum(id => WorldMoves.Of(world, id).Count);
            Assert.True(moves > 0 || !world.Live.Any(), $"Nobody can go on after {string.Join(' ', path)}: {state}");
            if (moves == 0)
                foreach (var run in SmallFlows.Runs(world))
                {
                    Conservation.IsAtRest(world, run, state);
                    Assert.Equal(RunStatus.Completed, RunStatus.Of(world.State(run)));
                }

            for (var choice = 0; choice < moves; choice++) open.Push([.. path, choice]);
        }

        return seen.Count;
    }

    private static (StoreWorld World, string State) Replay(string[] flows, int[] path)
    {
        var world = Start(flows);
        var queues = new List<(string Run, string Target)>();
        world.Committed = (run, decision) =>
        {
            Conservation.LeasesAreWhatTheHistorySays(world, run);
            foreach (var recorded in decision.Events) Follow(queues, run, recorded);
        };
        foreach (var choice in path) world.Live.SelectMany(id => WorldMoves.Of(world, id)).ElementAt(choice)();
        var leases = StoreWorld.Done(world.Store.ReadLeasesAsync()).Select(l => $"{l.RunId}:{l.Unit}").Order(StringComparer.Ordinal);
        var runs = SmallFlows.Runs(world).Order(StringComparer.Ordinal).Select(id => $"{id} {Describe(world.State(id))} {world.HasMessage(id)}");
        return (world, $"{string.Join(" | ", runs)} leases {string.Join(' ', leases)} queues {string.Join(' ', queues)}");
    }

    /// <summary>Targets are had in the order in which they were waited for.</summary>
    private static void Follow(List<(string Run, string Target)> queues, string run, RunEvent recorded)
    {
        if (recorded is UnitWaiting waiting) queues.Add((run, waiting.Unit));
        if (recorded is not UnitStarted started || !queues.Contains((run, started.Unit))) return;
        Assert.Equal(run, queues.First(q => q.Target == started.Unit).Run);
        queues.Remove((run, started.Unit));
    }

    private static string Describe(RunState state) => string.Join(',', state.Steps.Values.OrderBy(s => s.Path, StringComparer.Ordinal).Select(s =>
        $"{s.Path}={s.Status}{string.Join('+', s.Units?.ById.Values.OrderBy(u => u.Id, StringComparer.Ordinal).Select(u => $"{u.Id}{u.Phase}") ?? [])}"));

    private static StoreWorld Start(string[] flows)
    {
        var world = new StoreWorld { Brief = true };
        for (var i = 0; i < flows.Length; i++)
        {
            world.Publish($"apiVersion: runbooks/v1\nid: flow-{i}\nname: Flow\nsteps:\n{flows[i]}");
            world.Start($"flow-{i}");
        }

        return world;
    }

    private static string Hold(string targets, string inside = "vm.change") => inside.Contains(':', StringComparison.Ordinal)
        ? $"  hold: {{ activity: flow.scope, with: {{ hold: \"{targets}\" }}, steps: {{ {inside} }} }}\n"
        : $"  hold: {{ activity: flow.scope, with: {{ hold: \"{targets}\" }}, steps: {{ work: {{ activity: {inside}, with: {{ targets: \"{targets[..1]}\" }} }} }} }}\n";

    private static string Step(string targets) => $"  off: {{ activity: vm.change, with: {{ targets: \"{targets}\", concurrency: 2 }} }}\n";
}
