using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Workflows.Tests.Execution;

/// <summary>Skip and join against a naive fixed point, for every graph of up to five steps.</summary>
[Trait("Engine", "3 Skip and join against an oracle")]
public sealed class OracleTests
{
    [Fact]
    public void SkipAndJoin_AllGraphsUpToFiveSteps_AgreeWithTheOracle()
    {
        var checkedGraphs = 0;
        for (var size = 1; size <= 5; size++)
        {
            var pairs = Enumerable.Range(0, size).SelectMany(a => Enumerable.Range(a + 1, size - a - 1).Select(b => (a, b))).ToList();
            for (var edges = 0; edges < 1 << pairs.Count; edges++)
            {
                var chosen = pairs.Where((_, i) => (edges & (1 << i)) != 0).ToList();
                // Which edges are for failures and which joins are any follow from the graph's number: spread over all, and repeatable.
                foreach (var seed in new[] { 0, 0x2c9277b5, 0x5f356495 })
                {
                    Check(size, chosen, edges ^ seed);
                    checkedGraphs++;
                }
            }
        }

        Assert.Equal(3 * (1 + 2 + 8 + 64 + 1024), checkedGraphs);
    }

    private static void Check(int size, List<(int From, int To)> edges, int seed)
    {
        var bits = new Random(seed);
        var adverse = edges.Select(_ => bits.Next(3) == 0).ToList();
        var any = Enumerable.Range(0, size).Select(_ => bits.Next(2) == 0).ToList();
        var fails = Enumerable.Range(0, size).Select(_ => bits.Next(3) == 0).ToList();
        // A failure that nothing takes ends the run early, which is another rule: here each failing step has somewhere to go.
        for (var step = 0; step < size; step++)
            if (!edges.Where((e, i) => e.From == step && adverse[i]).Any()) fails[step] = false;

        var expected = Oracle(size, edges, adverse, fails);
        var world = new World(Compile(size, edges, adverse, any), choose: bits.Next)
        {
            Execute = unit => fails[unit.Path[1] - '0']
                ? new UnitReport.Failed(new RunError("x", "x"))
                : new UnitReport.Completed("done", null, null),
        }.Run();

        Assert.Equal(string.Join(" ", expected.Select((s, i) => $"s{i}={s}")), world.Outcomes());
    }

    private static CompiledWorkflow Compile(int size, List<(int From, int To)> edges, List<bool> adverse, List<bool> any) => Flow.Compile(
        RunPolicy.Default,
        new FlowBody(
            [.. Enumerable.Range(0, size).Select(i => Flow.ReadStep($"{(any[i] ? "any " : "")}s{i}: noop"))],
            [.. edges.Select((e, i) => new Transition($"s{e.From}", adverse[i] ? "failed" : null, $"s{e.To}"))]));

    /// <summary>A step runs if it has no way in or a way in is taken; everything else is skipped. For graphs without races between joins
    /// of any, the order of events does not matter, so one pass in order of numbers is the fixed point.</summary>
    private static List<string> Oracle(int size, List<(int From, int To)> edges, List<bool> adverse, List<bool> fails)
    {
        var state = new List<string>();
        for (var step = 0; step < size; step++)
        {
            var inbound = edges.Select((e, i) => (Edge: e, Adverse: adverse[i])).Where(e => e.Edge.To == step).ToList();
            var taken = inbound.Any(e => state[e.Edge.From] == (e.Adverse ? "failed" : "completed"));
            state.Add(inbound.Count > 0 && !taken ? "skipped" : fails[step] ? "failed" : "completed");
        }

        return state;
    }
}
