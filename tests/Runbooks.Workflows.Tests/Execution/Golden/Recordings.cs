using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Workflows.Tests.Execution.Golden;

/// <summary>Runs that are stopped in the middle of something.</summary>
internal static partial class Recordings
{
    private static readonly UnitReport Done = new UnitReport.Completed("done", null, "Was done.");

    /// <summary>Name, definition, and the way to the cut.</summary>
    public static IEnumerable<(string Name, string Yaml, Func<CompiledWorkflow, World> Cut)> All =>
    [
        ("queued", Definition("a: { activity: noop }"), w => new World(w, admitted: false)),
        ("retrying", Definition(Retry, "find -> off"), Retrying),
        ("signal", Definition(Signal, "set -> way, way.true -> go, way.false -> not"), w => WaitingForSignal(w)),
        ("approval", Definition(Gate, "ask -> off, ask.rejected -> told"), WaitingForApproval),
        ("rejected", Definition(Gate, "ask -> off, ask.rejected -> told"), Rejected),
        ("for-each", Definition(Each), HalfOfTheItems),
        ("operations", Definition("off: { activity: vm.change, with: { targets: all, concurrency: 5 } }"), InTheMiddleOfOperations),
        ("paused", Definition("off: { activity: vm.change, with: { targets: all } }\n  wait: { activity: flow.delay, with: { for: PT1M } }"), Paused),
        ("cancelling", Definition("off: { activity: vm.change, with: { targets: all } }\n  wait: { activity: flow.delay, with: { for: PT1M } }"), Cancelling),
        ("finished", Definition(Finish, "a.failed -> b", "outputs: { n: '${ vars.n }' }\n"), w => new World(w) { Execute = FailAt("a") }.Run()),
        ("child", Definition("sub: { activity: flow.run-workflow, with: { workflow: other } }"), w => new World(w).AnswerAll()),
        ("rerun", Definition("n: { activity: flow.set-variable, with: { name: n, value: [1] } }\n  off: { activity: vm.change, with: { targets: all } }", "n -> off"), Rerun),
        ("repeat", Definition("again: { activity: flow.repeat, with: { limit: 3, while: 'index < 2' }, steps: { a: { activity: noop } } }"), w => new World(w).AnswerAll()),
        ("hold", Definition(Hold), InAScope),
        ("time-limit", Definition("a: { activity: noop }\n  b: { activity: noop }", "a -> b", "policy: { timeout: PT1H }\n"), w => new World(w).Pass(TimeSpan.FromHours(1))),
        ("rolling-back", Definition(Fails, "off -> b", RollsBack), RollingBack),
        ("roll-back-asked", Definition("off: { activity: vm.change, with: { targets: all } }"), Asked),
        ("handed-on", Definition(Fails, "off -> b"), w => Changed(w).Run().HandOn("fedcba9876543210")),
        ("inherited", Definition(Fails, "off -> b"), w => World.Rerun(w, Changed(w).Run().State, "off", onlyFailedTargets: false).AnswerAll()),
        ("failed", Definition("a: { activity: noop }\n  b: { activity: flow.fail, with: { message: Enough. } }", "a -> b"), w => new World(w).Run()),
    ];

    private static string Definition(string steps, string? transitions = null, string head = "") =>
        $"apiVersion: runbooks/v1\nid: test\nname: Test\n{head}steps:\n  {steps.Trim()}{(transitions is null ? "" : $"\ntransitions: [{transitions}]")}";

    private static Func<RunCommand.RunUnit, UnitReport> FailAt(string what) =>
        unit => unit.Path == what || unit.Unit == what ? new UnitReport.Failed(new RunError("x.broke", "It broke.", Retryable: true)) : Done;
}
