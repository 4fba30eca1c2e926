using System.Text.Json;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Workflows.Tests.Execution.Golden;

internal static partial class Recordings
{
    private const string Retry = """
        find: { activity: find }
          off:
            activity: vm.change
            with: { targets: all, concurrency: 2, failureBudget: 1 }
            retry: { attempts: 3, backoff: exponential, first: PT5S, max: PT1M }
        """;

    private const string Signal = """
        set: { activity: flow.set-variable, with: { name: n, value: 3 } }
          way: { activity: flow.if, with: { condition: vars.n > 2 } }
          not: { activity: noop }
          go: { activity: flow.wait-for-signal, with: { name: go, timeout: PT1H } }
        """;

    private const string Gate = """
        ask: { activity: flow.approve, with: { by: [role:operator], expires: PT1H, message: Shall it be? } }
          off: { activity: vm.change, with: { targets: all }, approval: { by: [user:li], expires: PT1H } }
          told: { activity: noop }
        """;

    private const string Each = """
        each:
            activity: flow.for-each
            with: { items: [one, { two: 2 }, 3, 4], concurrency: 2, failureBudget: 2 }
            steps:
              a: { activity: noop }
              pause: { activity: flow.delay, with: { for: PT1M } }
            transitions: [a -> pause]
        """;

    private const string Finish = """
        a: { activity: noop }
          b: { activity: flow.set-variable, with: { name: n, value: 1 } }
          c: { activity: flow.switch, with: { value: x, cases: [y] } }
        """;

    private const string Hold = """
        hold:
            activity: flow.scope
            with: { hold: all, timeout: PT1H }
            steps:
              go: { activity: flow.wait-for-signal, with: { name: go } }
              off: { activity: vm.change, with: { targets: all } }
            transitions: [go -> off]
        """;

    private const string RollsBack = "policy: { onFailure: roll-back }\n";

    private const string Fails = """
        off: { activity: vm.change, with: { targets: all, concurrency: 2 } }
          b: { activity: flow.fail, with: { message: Enough. } }
        """;

    private static World Changed(CompiledWorkflow workflow) => new(workflow) { Notes = true, Select = _ => World.Targets("a", "b", "c") };

    /// <summary>One is put back, one waits for its lease, one has not begun.</summary>
    private static World RollingBack(CompiledWorkflow workflow)
    {
        var world = Changed(workflow);
        while (!world.State.IsRollingBack) world.Answer(Pending.Of(world.State).First());
        return world.Tell(new RunInput.UnitEnded("undo:1.3", "sim:c", 1, Done), Held("a"));
    }

    private static World Asked(CompiledWorkflow workflow)
    {
        var world = Changed(workflow).AnswerAll();
        world.Tell(new RunInput.Intended("off", "sim:a", "op", 1, "key-a", null, JsonElement.Parse("""{"was":"on"}""")));
        return world.Tell(new RunInput.RollBack("user:li", "it was the wrong one"));
    }

    private static World Retrying(CompiledWorkflow workflow)
    {
        var world = new World(workflow) { Select = _ => World.Targets("a", "b", "c"), Execute = FailAt("sim:b") }.AnswerAll().AnswerAll();
        world.Tell(new RunInput.Intended("off", "sim:a", "op", 1, "key-1"))
            .Tell(new RunInput.OperationEnded("off", "sim:a", "op", 1, true, null, new RunError("platform.busy", "Busy.", Retryable: true)))
            .Tell(new RunInput.Intended("off", "sim:a", "op", 2, "key-2"));
        return world.Answer(Pending.Of(world.State).Last());
    }

    private static World WaitingForSignal(CompiledWorkflow workflow) =>
        new World(workflow).Tell(new RunInput.Signal("s1", "other", JsonElement.Parse("{\"x\":1}")));

    private static World WaitingForApproval(CompiledWorkflow workflow)
    {
        var world = new World(workflow) { Select = _ => World.Targets("a", "b") };
        return world.Pass(TimeSpan.FromMinutes(1)).Tell(new RunInput.Decided("ask", true, "user:li", "why not")).AnswerAll();
    }

    private static World Rejected(CompiledWorkflow workflow) => new World(workflow).Tell(new RunInput.Decided("ask", false, "user:li", "no"));

    private static World HalfOfTheItems(CompiledWorkflow workflow)
    {
        var world = new World(workflow) { Execute = FailAt("each/0/a") }.AnswerAll().AnswerAll();
        return world.Pass(TimeSpan.FromMinutes(1)).AnswerAll();
    }

    private static World InTheMiddleOfOperations(CompiledWorkflow workflow)
    {
        var world = new World(workflow) { Select = _ => World.Targets("a", "b", "c", "d") };
        world.Tell(new RunInput.Selected("off", world.Select("off"), null), Held("d"));
        world.Tell(new RunInput.Intended("off", "sim:a", "op", 1, "key-a"));
        world.Tell(new RunInput.Intended("off", "sim:b", "op", 1, "key-b")).Tell(new RunInput.Handled("off", "sim:b", "op", 1, "task-7"));
        return world.Tell(new RunInput.UnitEnded("off", "sim:c", 1, new UnitReport.Deferred(world.Now.AddHours(1), JsonElement.Parse("{\"seen\":2}"), "Not yet.")));
    }

    private static World Paused(CompiledWorkflow workflow)
    {
        var world = new World(workflow) { Select = _ => World.Targets("a", "b") }.AnswerAll();
        world.Tell(new RunInput.Pause("user:li")).Tell(new RunInput.Resume("user:li")).Tell(new RunInput.Pause("user:bo"));
        return world.Tell(new RunInput.UnitEnded("off", "sim:a", 1, new UnitReport.Held("Automation is stopped."))).Pass(TimeSpan.FromMinutes(2));
    }

    private static World Cancelling(CompiledWorkflow workflow)
    {
        var world = new World(workflow) { Select = _ => World.Targets("a", "b") }.AnswerAll();
        world.Tell(new RunInput.Intended("off", "sim:a", "op", 1, "key-a"));
        return world.Tell(new RunInput.Cancel("user:li", "enough"));
    }

    private static World Rerun(CompiledWorkflow workflow)
    {
        var failed = new World(workflow) { Select = _ => World.Targets("a", "b"), Execute = FailAt("sim:b") }.Run();
        return World.Rerun(workflow, failed.State, null, onlyFailedTargets: true);
    }

    private static World InAScope(CompiledWorkflow workflow)
    {
        var world = new World(workflow) { Select = _ => World.Targets("b", "a") };
        world.Tell(new RunInput.Selected("hold", world.Select("hold"), null), Held("b")).Tell(new RunInput.LeaseGranted("hold/sim:b", "sim:b"));
        return world.Tell(new RunInput.Signal("s1", "go", null));
    }

    private static Busy Held(string name) => new(Busy.None.Holders.Add($"sim:{name}", "another"));
}
