using System.Text.Json;
using Runbooks.Workflows.Flow;

namespace Runbooks.Workflows.Tests.Flow;

public sealed class FlowStepsTests
{
    /// <summary>The names that definitions in the world use.</summary>
    [Theory]
    [InlineData("flow.if", "condition", "true,false")]
    [InlineData("flow.switch", "value,cases", "default")]
    [InlineData("flow.delay", "for", "done")]
    [InlineData("flow.script", "script", "done")]
    [InlineData("flow.set-variable", "name,value", "done")]
    [InlineData("flow.for-each", "items,concurrency,failureBudget,rings", "done")]
    [InlineData("flow.repeat", "while,limit", "done,limit")]
    [InlineData("flow.scope", "timeout,hold", "done")]
    [InlineData("flow.wait-for-signal", "name,timeout", "received,expired")]
    [InlineData("flow.approve", "by,expires,message,showPlanOf", "approved,rejected,expired")]
    [InlineData("flow.run-workflow", "workflow,inputs,wait", "done")]
    [InlineData("flow.fail", "message", "")]
    [InlineData("flow.stop", "message", "")]
    public void Describe_FlowStep_HasItsInputsAndOutcomes(string name, string inputs, string outcomes)
    {
        var described = Catalogues.All.Describe(name)!;

        Assert.Equal(inputs, string.Join(',', described.InputSchema.GetProperty("properties").EnumerateObject().Select(property => property.Name)));
        Assert.Equal(outcomes, string.Join(',', described.Outcomes));
        Assert.Equal("Flow", described.Group);
        Assert.NotEmpty(described.Help);
        Assert.True(FlowSteps.IsFlow(name));
        Assert.DoesNotContain("  ", described.InputSchema.GetRawText(), StringComparison.Ordinal);
        Assert.All(described.InputSchema.GetProperty("properties").EnumerateObject(), property => Assert.True(property.Value.TryGetProperty("description", out _), property.Name));
    }

    [Fact]
    public void Describe_Catalogue_HasNoOtherFlowStep() =>
        Assert.Equal(13, Catalogues.All.Descriptors.Count(described => FlowSteps.IsFlow(described.Name)));

    [Fact]
    public async Task ExecuteAsync_FlowStep_IsNeverAUnit() => await Assert.ThrowsAsync<InvalidOperationException>(
        () => Catalogues.All.Get("flow.if").ExecuteAsync(JsonElement.Parse("{}"), null!, TestContext.Current.CancellationToken));
}
