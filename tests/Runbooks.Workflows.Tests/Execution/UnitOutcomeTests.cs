using System.Collections.Immutable;
using Runbooks.Activities;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Workflows.Tests.Execution;

/// <summary>Steps over targets whose units ask for exits and give lists, and operations that hold more than their unit's target.</summary>
public sealed class UnitOutcomeTests
{
    private static readonly ActivityTraits Relieve =
        new("vm.relieve", Effect.Change, true, ["nothing-to-do", "relieved", "not-relieved"], []) { Gathers = ["moves"] };

    private static readonly HeldTarget Vm = new("sim:vm", "vm");

    [Theory]
    [InlineData("relieved", "not-relieved", "not-relieved")]
    [InlineData("nothing-to-do", "relieved", "relieved")]
    public void Settle_UnitsAskForDifferentExits_TakesTheOneThatIsDeclaredLast(string a, string b, string taken)
    {
        var world = Begun();
        world.Tell(Ended("sim:a", a, """{ "moves": [1] }""")).Tell(Ended("sim:b", b, """{ "moves": [2, 3] }"""));
        var step = world.State.Steps["hot"];
        Assert.Equal(taken, step.Outcome);
        Assert.Equal("[1,2,3]", step.Output!.Value.GetProperty("moves").GetRawText());
        Assert.Equal(2, step.Output!.Value.GetProperty("succeeded").GetArrayLength());
    }

    [Fact]
    public void Intend_TargetIsHeldByAnotherUnit_DecidesNothingUntilThatSettles()
    {
        var world = Begun();
        world.Tell(Intended("sim:a", Vm));
        world.Tell(Intended("sim:b", Vm));
        Assert.Empty(world.State.Steps["hot"].Units!.ById["sim:b"].Operations);
        world.Tell(new RunInput.OperationEnded("hot", "sim:a", "op", 1, true, null, null)).Tell(Intended("sim:b", Vm));
        Assert.Single(world.State.Steps["hot"].Units!.ById["sim:b"].Operations);
    }

    [Fact]
    public void Intend_AllPlacesOfTheQueueAreTaken_DecidesNothing()
    {
        var world = Begun();
        world.Tell(Intended("sim:a", Vm, places: 1));
        world.Tell(Intended("sim:b", new HeldTarget("sim:other", "other"), places: 1));
        Assert.Equal(["sim:vm", "moves:1"], world.State.Steps["hot"].Units!.ById["sim:a"].Operations["op"].Holds!.Select(held => held.Id));
        Assert.Empty(world.State.Steps["hot"].Units!.ById["sim:b"].Operations);
    }

    private static RunInput.UnitEnded Ended(string unit, string outcome, string output) =>
        new("hot", unit, 1, new UnitReport.Completed(outcome, Flow.Json(output), null));

    private static RunInput.Intended Intended(string unit, HeldTarget target, int places = 2) =>
        new("hot", unit, "op", 1, $"key-{unit}", new HoldAsk(target, "moves", places));

    private static World Begun()
    {
        var body = Flow.Body("hot: vm.relieve {}");
        var world = new World(CompiledWorkflow.Compile(new WorkflowDefinition { Id = "test", Body = body }, 1, _ => Relieve));
        ImmutableArray<Target> targets = [Flow.Vm("a"), Flow.Vm("b")];
        return world.Tell(new RunInput.Selected("hot", new TargetSelection(targets, new Dictionary<string, int>()), null));
    }
}
