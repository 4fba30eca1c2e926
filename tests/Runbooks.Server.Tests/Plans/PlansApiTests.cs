using System.Net;
using System.Text.Json;

namespace Runbooks.Server.Tests.Plans;

public sealed class PlansApiTests(PlanServer server) : IClassFixture<PlanServer>
{
    [Fact]
    public async Task Plan_PowerOff_SaysWhatChangesAndHowItIsTakenBack()
    {
        var name = server.Running(1)[0];

        var plan = await server.PlanAsync("power-off-vms", new { vms = new[] { name } });

        var effect = plan.GetProperty("effects").EnumerateArray().Single();
        Assert.Equal(("off", "disrupt", name), (Text(effect, "step"), Text(effect, "effect"), Text(effect.GetProperty("target"), "name")));
        Assert.Contains(name, Text(effect, "summary"), StringComparison.Ordinal);
        Assert.Equal(("on", "off"), (Text(effect, "before"), Text(effect, "after")));
        Assert.True(effect.TryGetProperty("undo", out _));
        Assert.Empty(plan.GetProperty("blockedBy").EnumerateArray());
        Assert.Empty(plan.GetProperty("unknown").EnumerateArray());
    }

    [Fact]
    public async Task Plan_InputsDoNotFit_IsRefusedAsAStartIs()
    {
        var answer = await server.Client.AskAsync(HttpMethod.Post, "/api/v1/workflows/power-off-vms/plans", new { inputs = new { mode = "softly" } });

        answer.AssertProblem(HttpStatusCode.UnprocessableEntity, "inputs.invalid");
        Assert.Equal("/inputs/mode", answer.Errors.Single().Path);
    }

    [Fact]
    public async Task Plan_NoSuchWorkflow_IsNotFound() =>
        (await server.Client.AskAsync(HttpMethod.Post, "/api/v1/workflows/none-such/plans", new { })).AssertProblem(HttpStatusCode.NotFound, "workflow.not-found");

    [Fact]
    public async Task Plan_Draft_PlansWhatIsNotPublished()
    {
        const string yaml = "apiVersion: runbooks/v1\nid: planned-draft\nsteps:\n  off: { activity: vm.power-off, with: { targets: [NAME] } }\n";
        var name = server.Running(1)[0];
        await server.Client.AskAsync(HttpMethod.Put, "/api/v1/workflows/planned-draft", yaml.Replace("NAME", name, StringComparison.Ordinal), "application/yaml");

        var plan = (await server.Client.AskAsync(HttpMethod.Post, "/api/v1/workflows/planned-draft/plans", new { version = "draft" })).Json;

        Assert.Equal(name, Text(plan.GetProperty("effects")[0].GetProperty("target"), "name"));
        (await server.Client.AskAsync(HttpMethod.Post, "/api/v1/workflows/planned-draft/plans", new { })).AssertProblem(HttpStatusCode.NotFound, "workflow.not-found");
    }

    [Fact]
    public async Task Plan_ProtectedTarget_IsBlockedAndNotAmongTheEffects()
    {
        const string guarded = "guarded-1";
        var other = server.Running(1)[0];
        await server.RunAsync("provision-vms", new { count = 1, names = "guarded-{n}" });
        await PlanServer.UntilAsync(() => Task.FromResult(server.Picture.Snapshot.Vms.Any(vm => vm.Name == guarded && vm.Vm.PowerState == Activities.Platforms.PowerState.On)));

        var plan = await server.PlanAsync("power-off-vms", new { vms = new[] { guarded, other } });

        Assert.Equal([other], plan.GetProperty("effects").EnumerateArray().Select(effect => Text(effect.GetProperty("target"), "name")));
        var block = plan.GetProperty("blockedBy").EnumerateArray().Single();
        Assert.Equal(("target.protected", guarded), (Text(block, "code"), Text(block.GetProperty("target"), "name")));
    }

    [Fact]
    public async Task Plan_HeldTarget_NamesTheRunThatHoldsIt()
    {
        var name = server.Running(1)[0];
        await server.PublishAsync("planned-holding", $$"""
            steps:
              hold:
                activity: flow.scope
                with: { hold: [{{name}}] }
                steps: { wait: { activity: flow.wait-for-signal, with: { name: go } } }
            """);
        var run = (await server.Client.AskAsync(HttpMethod.Post, "/api/v1/workflows/planned-holding/runs", new { })).Json.GetProperty("id").GetString()!;
        await PlanServer.UntilAsync(async () => (await server.Client.AskAsync("/api/v1/leases")).Text.Contains(run, StringComparison.Ordinal));

        var plan = await server.PlanAsync("power-off-vms", new { vms = new[] { name } });
        await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/runs/{run}/cancel");

        var block = plan.GetProperty("blockedBy").EnumerateArray().Single();
        Assert.Equal("lease.held", Text(block, "code"));
        Assert.Contains(run, Text(block, "message"), StringComparison.Ordinal);
        Assert.Contains("planned-holding", Text(block, "message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_StoppedPausedAndOverItsLimit_SaysAllThree()
    {
        await server.PublishAsync("planned-limited", $$"""
            policy: { limits: { targets: 1 } }
            steps: { off: { activity: vm.power-off, with: { targets: [{{string.Join(", ", server.Running(2))}}] } } }
            """);
        await server.Client.AskAsync(HttpMethod.Post, "/api/v1/workflows/planned-limited/pause", new { reason = "holidays" });
        await server.Client.AskAsync(HttpMethod.Post, "/api/v1/automation/stop", new { reason = "test" });

        var plan = await server.PlanAsync("planned-limited");
        await server.Client.AskAsync(HttpMethod.Post, "/api/v1/automation/start", new { reason = "test" });

        Assert.Equal(
            ["automation.stopped", "limits.targets", "workflow.paused"],
            plan.GetProperty("blockedBy").EnumerateArray().Select(block => Text(block, "code")).Order(StringComparer.Ordinal));
        Assert.Equal(2, plan.GetProperty("effects").GetArrayLength());
    }

    [Fact]
    public async Task Plan_StepsThatDependOnWhatIsDone_AreUnknownWithTheStepThatTells()
    {
        await server.PublishAsync("planned-chain", $$"""
            steps:
              off: { activity: vm.power-off, with: { targets: [{{server.Running(1)[0]}}] } }
              more: { activity: flow.if, with: { condition: "steps.off.output.succeeded.length > 0" } }
              on: { activity: vm.power-on, with: { targets: "${ steps.off.output.succeeded }" } }
            transitions: [off -> more, more.true -> on]
            """);

        var plan = await server.PlanAsync("planned-chain");

        Assert.Single(plan.GetProperty("effects").EnumerateArray());
        Assert.Equal(
            [("more", "plan.depends-on-output", "off"), ("on", "plan.depends-on-output", "off")],
            plan.GetProperty("unknown").EnumerateArray().Select(one => (Text(one, "step"), Text(one, "code"), Text(one, "of"))));
    }

    [Fact]
    public async Task Start_PlanHasChangedSince_IsRefusedWithThePlanOfNow()
    {
        await server.PublishAsync("planned-drift", "steps: { off: { activity: vm.power-off, with: { targets: \"name.startsWith('drift-') && powerState == 'on'\" } } }");
        var before = await server.PlanAsync("planned-drift");
        await server.RunAsync("provision-vms", new { count = 1, names = "drift-{n}" });
        await PlanServer.UntilAsync(() => Task.FromResult(server.Picture.Snapshot.Vms.Any(vm => vm.Name == "drift-1" && vm.Vm.PowerState == Activities.Platforms.PowerState.On)));

        var refused = await server.Client.AskAsync(
            HttpMethod.Post, "/api/v1/workflows/planned-drift/runs", new { planHash = Text(before, "hash") });
        var now = refused.Json.GetProperty("plan");
        var accepted = await server.Client.AskAsync(HttpMethod.Post, "/api/v1/workflows/planned-drift/runs", new { planHash = Text(now, "hash") });

        refused.AssertProblem(HttpStatusCode.Conflict, "plan.drifted");
        Assert.Equal("drift-1", Text(now.GetProperty("effects")[0].GetProperty("target"), "name"));
        Assert.Equal(HttpStatusCode.Accepted, accepted.Status);
    }

    private static string Text(JsonElement value, string name) => value.GetProperty(name).GetString()!;
}
