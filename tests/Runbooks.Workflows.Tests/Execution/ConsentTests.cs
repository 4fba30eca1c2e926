using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Tests.Execution;

public sealed class ConsentTests
{
    private const string Rule = "Forcing is agreed to in each run";

    [Fact]
    [Trait("Rule", Rule)]
    public void Of_WhoStartedTheRunAskedForIt_IsWhoStartedIt() => Assert.Equal("li", Of(Started("api", """{ "force": true }""")));

    [Theory]
    [Trait("Rule", Rule)]
    [InlineData("schedule")]
    [InlineData("alert")]
    [InlineData("run")]
    [InlineData("rerun")]
    public void Of_SomethingElseStartedTheRun_IsNobody(string kind) => Assert.Null(Of(Started(kind, """{ "force": true }""")));

    [Fact]
    [Trait("Rule", Rule)]
    public void Of_TheDefinitionSaysSoByItself_IsOnlyWhoStartedTheRun()
    {
        Assert.Equal("li", Of(Started("api", "{}"), "force: true"));
        Assert.Null(Of(Started("schedule", "{}"), "force: true"));
    }

    [Fact]
    [Trait("Rule", Rule)]
    public void Of_StepWasApproved_IsWhoApproved()
    {
        var approved = Started("schedule", "{}", step => step with { Decision = new ApprovalDecided("off", true, "wang", null) });
        Assert.Equal("wang", Of(approved, "force: true", ", approval: { by: 'role:operator' }"));
        var rejected = Started("schedule", "{}", step => step with { Decision = new ApprovalDecided("off", false, "wang", null) });
        Assert.Null(Of(rejected, "force: true", ", approval: { by: 'role:operator' }"));
    }

    [Fact]
    public void Asked_SwitchIsSet_SaysWhatIsAgreedTo()
    {
        Assert.Equal(["what is lost"], Consent.Asked(Traits("vm.power-off"), JsonElement.Parse("""{ "force": true }""")));
        Assert.Empty(Consent.Asked(Traits("vm.power-off"), JsonElement.Parse("""{ "force": false }""")));
    }

    private static string? Of(RunState state, string force = "force: '${ inputs.force }'", string more = "") => Consent.Of(Workflow(force, more), state, "off");

    private static CompiledWorkflow Workflow(string force, string more)
    {
        var yaml = $"id: x\nsteps:\n  off: {{ activity: vm.power-off, with: {{ targets: x, {force} }}{more} }}\ninputs:\n"
            + "  force: { type: boolean, default: false }\n  other: { type: boolean, default: false }\n  usual: { type: boolean, default: true }";
        return CompiledWorkflow.Compile(DefinitionReader.Read(yaml, DocumentFormat.Yaml).Definition!, 1, Traits);
    }

    private static ActivityTraits Traits(string name) => new(name, Effect.Disrupt, true, ["done"], []) { Consents = [KeyValuePair.Create("force", "what is lost")] };

    private static RunState Started(string kind, string inputs, Func<StepState, StepState>? change = null)
    {
        var step = new StepState("off", "") { Activity = "vm.power-off", Input = JsonElement.Parse("""{ "force": true }""") };
        return RunState.Empty with
        {
            Created = new RunCreated("r", "x", 1, JsonElement.Parse(inputs), new RunTrigger(kind, null, "li"), null, null, null),
            Steps = ImmutableDictionary<string, StepState>.Empty.Add("off", change?.Invoke(step) ?? step),
        };
    }
}
