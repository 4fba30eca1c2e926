using System.Text.Json;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Tests.Definitions;

public sealed class TriggerInputsTests
{
    private static readonly WorkflowDefinition Flow = DefinitionReader.Read("""
        apiVersion: runbooks/v1
        id: flow
        inputs:
          vm: { type: string }
          count: { type: integer, minimum: 1, default: 1 }
        steps:
          stop: { activity: flow.stop }
        """, DocumentFormat.Yaml).Definition!;

    [Theory]
    [InlineData("""{ "vm": "a" }""", null)]
    [InlineData("""{ "vm": "${ alert.labels.vm ?? now }", "count": "${ alert.n }" }""", null)]
    [InlineData("[]", "")]
    [InlineData("{}", "/vm")]
    [InlineData("""{ "vm": "a", "count": 0 }""", "/count")]
    [InlineData("""{ "vm": "a", "count": "about ${ alert.n }" }""", "/count")]
    [InlineData("""{ "vm": "a", "cuont": 1 }""", "/cuont")]
    [InlineData("""{ "vm": "${ payload.vm }" }""", "/vm")]
    [InlineData("""{ "vm": "${ inputs.vm }" }""", "/vm")]
    [InlineData("""{ "vm": "${ secrets.x }" }""", "/vm")]
    [InlineData("""{ "vm": "${ alert. }" }""", "/vm")]
    [InlineData("""{ "vm": "${ Math.random() }" }""", "/vm")]
    public void Check_Inputs_FindsTheFaultAndItsPlace(string inputs, string? path) =>
        Assert.Equal(path is null ? [] : [path], TriggerInputs.Check(Flow, JsonElement.Parse(inputs), ["alert"]).Select(problem => problem.Path));

    [Fact]
    public void Evaluate_OverWhatFired_GivesValuesOfAnyType()
    {
        var names = new Dictionary<string, JsonElement> { ["alert"] = JsonElement.Parse("""{ "labels": { "vm": "vm-1" }, "n": 3 }""") };

        var inputs = TriggerInputs.Evaluate(
            JsonElement.Parse("""{ "vm": "${ alert.labels.vm }", "count": "${ alert.n }", "text": "at ${ now }", "gone": "${ alert.gone }" }"""), names, new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

        Assert.Equal("""{"vm":"vm-1","count":3,"text":"at 2026-03-01T08:00:00.0000000Z"}""", inputs.GetRawText());
    }

    [Fact]
    public void Evaluate_BrokenOverThis_SaysWhereAndWhatThereIs()
    {
        var error = Assert.Throws<ExpressionException>(() => TriggerInputs.Evaluate(
            JsonElement.Parse("""{ "vm": "${ alert.labels.vm }" }"""), new Dictionary<string, JsonElement> { ["alert"] = JsonElement.Parse("{}") }, default));

        Assert.Equal("/vm", error.Path);
        Assert.Contains("In scope: alert, now.", error.Message, StringComparison.Ordinal);
    }
}
