using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Planning;

namespace Runbooks.Workflows.Tests.Planning;

public sealed class PlanTraversalTests
{
    [Fact]
    public void Walk_ConditionKnown_FollowsOneSide()
    {
        var plan = Plan("""
            steps:
              find: { activity: test.read }
              many: { activity: flow.if, with: { condition: "steps.find.output.count > 1" } }
              off: { activity: test.act, with: { targets: [a] } }
              on: { activity: test.act, with: { targets: [b] } }
            transitions: [find -> many, many.true -> off, many.false -> on]
            """);

        Assert.Equal(["off a"], Lines(plan));
        Assert.Empty(plan.Unknown);
    }

    [Fact]
    public void Walk_ConditionUnknown_FollowsBothSidesInDoubt()
    {
        var plan = Plan("""
            steps:
              first: { activity: test.act, with: { targets: [x] } }
              many: { activity: flow.if, with: { condition: "steps.first.output.succeeded.length > 1" } }
              off: { activity: test.act, with: { targets: [a] } }
              on: { activity: test.act, with: { targets: [b] } }
            transitions: [first -> many, many.true -> off, many.false -> on]
            """);

        Assert.Equal(["first x", "off a ?first", "on b ?first"], Lines(plan));
        Assert.Equal([("many", "plan.depends-on-output")], plan.Unknown.Select(one => (one.Step, one.Why.Code)));
    }

    [Fact]
    public void Walk_TargetsDependOnWhatIsDone_AreUnknown()
    {
        var plan = Plan("""
            steps:
              first: { activity: test.act, with: { targets: [x] } }
              then: { activity: test.act, with: { targets: "${ steps.first.output.succeeded }" } }
            transitions: [first -> then]
            """);

        Assert.Equal(["first x"], Lines(plan));
        Assert.Equal([("then", "first")], plan.Unknown.Select(one => (one.Step, one.Why.Of)));
    }

    [Fact]
    public void Walk_NothingToDo_IsKnownToGiveEmptyLists()
    {
        var plan = Plan("""
            steps:
              first: { activity: test.act, with: { targets: [] } }
              many: { activity: flow.if, with: { condition: "steps.first.output.succeeded.length > 0" } }
              off: { activity: test.act, with: { targets: [a] } }
              on: { activity: test.act, with: { targets: [b] } }
            transitions: [first -> many, many.true -> off, many.false -> on]
            """);

        Assert.Equal(["on b"], Lines(plan));
    }

    [Fact]
    public void Walk_ForEachOverKnownItems_PlansEachWithItsItem()
    {
        var plan = Plan("""
            steps:
              each:
                activity: flow.for-each
                with: { items: [a, b, c] }
                steps: { off: { activity: test.act, with: { targets: ["${ item + index }"] } } }
            """);

        Assert.Equal(["each/0/off a0", "each/1/off b1", "each/2/off c2"], Lines(plan));
    }

    [Fact]
    public void Walk_SameTargetTwice_SecondIsInDoubtAndNotForgotten()
    {
        // 'kept' is as wanted now; after the first step it may not be.
        var plan = Plan("""
            steps:
              first: { activity: test.act, with: { targets: [kept, a], force: true } }
              then: { activity: test.act, with: { targets: [kept] } }
            transitions: [first -> then]
            """);

        Assert.Equal(["first a", "first kept", "then kept ?first"], Lines(plan).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Walk_ReadAfterAChange_LeavesDoubtInWhatItFinds()
    {
        var plan = Plan("""
            steps:
              first: { activity: test.act, with: { targets: [x] } }
              find: { activity: test.read }
              then: { activity: test.act, with: { targets: ["${ 'n' + steps.find.output.count }"] } }
            transitions: [first -> find, find -> then]
            """);

        Assert.Equal(["first x", "then n2 ?first"], Lines(plan));
    }

    [Fact]
    public void Walk_ReadFails_SaysWhatStopsTheRun()
    {
        var plan = Plan("""
            steps:
              find: { activity: test.read, with: { fail: true } }
              off: { activity: test.act, with: { targets: [a] } }
              mend: { activity: test.act, with: { targets: [b] } }
            transitions: [find -> off, find.failed -> mend]
            """);

        Assert.Equal(["mend b"], Lines(plan));
        Assert.Equal([("test.broken", "find")], plan.BlockedBy.Select(block => (block.Code, block.Step)));
    }

    [Fact]
    public void Walk_StepOnlyAfterAFailure_IsToldAndNotCounted()
    {
        var plan = Plan("""
            steps:
              off: { activity: test.act, with: { targets: [a] } }
              mend: { activity: test.act, with: { targets: [b] } }
            transitions: [off.failed -> mend]
            """);

        Assert.Equal(["off a"], Lines(plan));
        Assert.Equal([("mend", "plan.if-fails", "off")], plan.Unknown.Select(one => (one.Step, one.Why.Code, one.Why.Of)));
    }

    [Fact]
    public void Walk_WaitsAndApprovals_ArePassedWithANote()
    {
        var plan = Plan("""
            steps:
              ask: { activity: flow.approve, with: { by: [role:operator] } }
              wait: { activity: flow.delay, with: { for: PT1H } }
              off: { activity: test.act, with: { targets: [a] }, approval: { by: [user:li] } }
            transitions: [ask -> wait, wait -> off]
            """);

        Assert.Equal(["off a"], Lines(plan));
        Assert.Equal(["plan.approval role:operator", "plan.waits flow.delay", "plan.approval user:li"], plan.Notes.Select(note => $"{note.What.Code} {note.What.Of}"));
    }

    [Fact]
    public void Walk_OverTheLimit_IsBlockedAndStillShown()
    {
        var plan = Plan("""
            policy: { limits: { targets: 2 } }
            steps:
              one: { activity: test.act, with: { targets: [a, b] } }
              two: { activity: test.act, with: { targets: [b, c] } }
            transitions: [one -> two]
            """);

        Assert.Equal([("limits.targets", "two")], plan.BlockedBy.Select(block => (block.Code, block.Step)));
        Assert.Equal(4, plan.Effects.Length);
    }

    [Fact]
    public void Walk_RunsAnotherWorkflow_PlansItsStepsUnderItsOwnName()
    {
        var plan = Plan("""
            steps:
              sub: { activity: flow.run-workflow, with: { workflow: other, inputs: { which: z } } }
            """);

        Assert.Equal(["sub/off z"], Lines(plan));
    }

    [Fact]
    public void Walk_MoreChangesThanABound_IsCutAndSaysSo()
    {
        var plan = Plan("""
            steps:
              each:
                activity: flow.for-each
                with: { items: "${ Array.from({ length: 300 }, (_, i) => i) }" }
                steps: { off: { activity: test.act, with: { targets: "${ Array.from({ length: 50 }, (_, i) => item + '-' + i) }" } } }
            """);

        Assert.Equal((PlanTraversal.MostEffects, false), (plan.Effects.Length, plan.Complete));
        Assert.Equal("plan.too-large", plan.Unknown[^1].Why.Code);
    }

    [Fact]
    public void Hash_OtherOrderAndOtherWords_IsTheSame_OtherTargetIsAnother()
    {
        var effects = Plan("steps: { off: { activity: test.act, with: { targets: [a, b] } } }").Effects;
        var reworded = effects.Reverse().Select(effect => effect with { Change = new PlannedChange("other words", "1", "2") });
        var other = effects.Select(effect => effect with { Target = effect.Target! with { Id = effect.Target.Id + "x" } });

        Assert.Equal(PlanHash.Of(effects), PlanHash.Of(reworded));
        Assert.NotEqual(PlanHash.Of(effects), PlanHash.Of(other));
        Assert.NotEqual(PlanHash.Of(effects), PlanHash.Of(effects.Take(1)));
    }

    private static IEnumerable<string> Lines(Plan plan) =>
        plan.Effects.Select(effect => $"{effect.Step} {effect.Target?.Name}{(effect.Doubt is { } doubt ? " ?" + doubt.Of : "")}");

    private static Plan Plan(string yaml)
    {
        var workflow = Compile("planned", yaml);
        var traversal = new PlanTraversal(workflow, JsonElement.Parse("{}"), DateTimeOffset.UnixEpoch);
        foreach (var question in traversal.Walk()) Answer(question);
        return traversal.Result;
    }

    private static CompiledWorkflow Compile(string id, string yaml)
    {
        var reading = DefinitionReader.Read($"apiVersion: runbooks/v1\nid: {id}\n{yaml}", DocumentFormat.Yaml);
        Assert.True(reading.Definition is not null, string.Join("; ", reading.Problems));
        return CompiledWorkflow.Compile(reading.Definition!, 1, Traits);
    }

    private static ActivityTraits? Traits(string name) => name switch
    {
        "test.read" => new(name, Effect.Read, false, ["found", "none"], []),
        "test.act" => new(name, Effect.Disrupt, true, ["done"], []),
        _ => null,
    };

    /// <summary>A world in which all VMs are there, and the one that is called 'kept' is as wanted.</summary>
    private static void Answer(PlanQuestion question)
    {
        switch (question)
        {
            case PlanQuestion.Read read:
                read.Answer = read.Input.TryGetProperty("fail", out _)
                    ? new ReadAnswer("failed", null, new RunError("test.broken", "It cannot be read."))
                    : new ReadAnswer("found", JsonElement.Parse("""{ "count": 2 }"""));
                break;
            case PlanQuestion.Act act:
                Target[] targets = [.. act.Input.GetProperty("targets").EnumerateArray().Select(t => new Target($"{t}", $"{t}", TargetKind.Vm, "sim"))];
                var wanted = act.Input.TryGetProperty("force", out _) ? [] : targets.Where(t => t.Name == "kept").ToImmutableArray();
                act.Answer = new ActAnswer(
                    new TargetSelection(targets, new Dictionary<string, int>()),
                    [.. targets.Except(wanted).Select(t => new ForeseenChange(t, new PlannedChange($"changes {t.Name}", "on", "off")))],
                    wanted,
                    []);
                break;
            case PlanQuestion.Child child:
                child.Answer = new ChildAnswer(
                    Compile("other", "inputs: { which: { type: string } }\nsteps: { off: { activity: test.act, with: { targets: [\"${ inputs.which }\"] } } }"), child.Inputs);
                break;
        }
    }
}
