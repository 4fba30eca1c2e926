namespace Runbooks.Server.Tests.Runs.Execution;

/// <summary>Flows of a few steps, one for each way in which a run can be in the middle of something.</summary>
internal static class SmallFlows
{
    private const string Stop = """

          stopped: { activity: flow.wait-for-signal, with: { name: stop } }
          stop: { activity: flow.stop }
        """;

    private static readonly Dictionary<string, (string Steps, string Transitions)> Flows = new(StringComparer.Ordinal)
    {
        ["retry"] = ("""
              first: { activity: noop }
              retry: { activity: noop, retry: { attempts: 3, first: PT5S } }
              last: { activity: noop }
            """, "[first -> retry, retry -> last]"),
        ["targets"] = ("""
              off: { activity: vm.change, with: { targets: "c b a", concurrency: 2 } }
            """, "[]"),
        ["gate"] = ("""
              off: { activity: vm.change, with: { targets: "a" }, approval: { by: [role:operator], expires: PT30M } }
              after: { activity: noop }
            """, "[off -> after, off.expired -> after]"),
        ["each"] = ("""
              each:
                activity: flow.for-each
                with: { items: [1, 2, 3], concurrency: 2 }
                steps:
                  pause: { activity: flow.delay, with: { for: PT1M } }
                  work: { activity: vm.change, with: { targets: "a" } }
                transitions: [pause -> work]
            """, "[]"),
        ["hold"] = ("""
              hold:
                activity: flow.scope
                with: { hold: "c b", timeout: PT30M }
                steps:
                  work: { activity: vm.change, with: { targets: "b" } }
                  after: { activity: noop }
                transitions: [work -> after]
              expired: { activity: noop }
            """, "[hold.failed -> expired]"),
        ["wait"] = ("""
              go: { activity: flow.wait-for-signal, with: { name: go, timeout: PT10M } }
              ask: { activity: flow.approve, with: { by: [role:operator] } }
            """, "[go -> ask, go.expired -> ask]"),
        ["repeat"] = ("""
              again:
                activity: flow.repeat
                with: { limit: 2 }
                steps:
                  later: { activity: noop }
            """, "[]"),
        ["child"] = ("""
              sub: { activity: flow.run-workflow, with: { workflow: targets } }
              after: { activity: noop }
            """, "[sub -> after]"),
    };

    public static TheoryData<string> Names => [.. Flows.Keys];

    /// <summary>Publishes a flow, what it starts, and a rival that holds a target until it gets a signal.</summary>
    /// <param name="stoppable">With a branch that ends the run on the signal <c>stop</c>.</param>
    public static void Publish(StoreWorld world, string flow, bool stoppable)
    {
        world.Publish(Text("targets", false));
        world.Publish(Text(flow, stoppable));
        world.Publish("""
            apiVersion: runbooks/v1
            id: rival
            name: Rival
            steps:
              hold:
                activity: flow.scope
                with: { hold: "b" }
                steps:
                  go: { activity: flow.wait-for-signal, with: { name: go } }
            """);
    }

    /// <summary>All runs that there were.</summary>
    public static IEnumerable<string> Runs(StoreWorld world) =>
        StoreWorld.Done(world.Store.ListAsync(new Runbooks.Server.Runs.History.RunQuery())).Items.Select(r => r.RunId);

    private static string Text(string flow, bool stoppable) => $"""
        apiVersion: runbooks/v1
        id: {flow}
        name: {flow}
        policy: {"{"} timeout: PT1H, concurrency: {"{"} max: 1, whenBusy: queue {"}"} {"}"}
        steps:
        {Flows[flow].Steps}{(stoppable ? Stop : "")}
        transitions: {(stoppable ? Join(Flows[flow].Transitions) : Flows[flow].Transitions)}
        """;

    private static string Join(string transitions) => transitions == "[]" ? "[stopped -> stop]" : $"{transitions[..^1]}, stopped -> stop]";
}
