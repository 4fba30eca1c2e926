using System.Text.Json;
using Runbooks.Workflows.Definitions;

namespace Runbooks.Workflows.Tests.Definitions;

public sealed class InputValidationTests
{
    private static readonly WorkflowDefinition Definition = DefinitionReader.Read(
        """
        id: x
        inputs:
          cpuBelow: { type: number, default: 0.2, minimum: 0, maximum: 1 }
          lookback: { type: duration, default: P14D }
          mail: { type: string, format: email, required: false }
          count: { type: integer }
          size: { enum: [small, large], default: small }
          tags: { type: array, items: { type: string, minLength: 1 }, maxItems: 3, required: false }
        steps: { a: { activity: flow.stop } }
        """,
        DocumentFormat.Yaml).Definition!;

    [Fact]
    public void Check_Inputs_FillsDefaultsIn()
    {
        var answer = InputValidation.Check(Definition, JsonElement.Parse("""{ "count": 3, "cpuBelow": 0.5, "mail": null }"""));

        Assert.Empty(answer.Problems);
        Assert.Equal("""{"cpuBelow":0.5,"lookback":"P14D","count":3,"size":"small"}""", answer.Values.GetRawText());
    }

    [Theory]
    [InlineData("{}", "/count", "is missing")]
    [InlineData("null", "/count", "is missing")]
    [InlineData("[]", "", "have to be an object")]
    [InlineData("""{ "count": null }""", "/count", "is missing")]
    [InlineData("""{ "count": 1.5 }""", "/count", "a whole number, not 1.5")]
    [InlineData("""{ "count": "1" }""", "/count", "a whole number, not '1'")]
    [InlineData("""{ "count": 1, "cpuBelow": 2 }""", "/cpuBelow", "at most 1")]
    [InlineData("""{ "count": 1, "lookback": "long" }""", "/lookback", "not a duration")]
    [InlineData("""{ "count": 1, "mail": "x" }""", "/mail", "e-mail")]
    [InlineData("""{ "count": 1, "mail": "${ secrets.x }" }""", "/mail", "e-mail")]
    [InlineData("""{ "count": 1, "size": "huge" }""", "/size", "one of 'small', 'large'")]
    [InlineData("""{ "count": 1, "tags": ["a", ""] }""", "/tags/1", "at least 1 characters")]
    [InlineData("""{ "count": 1, "tags": ["a", "b", "c", "d"] }""", "/tags", "at most 3")]
    [InlineData("""{ "count": 1, "cpuBellow": 0.5 }""", "/cpuBellow", "did you mean 'cpuBelow'?")]
    [InlineData("""{ "count": 1, "mail": "\ud800" }""", "/mail", "not valid Unicode")]
    public void Check_Misfit_SaysWhereAndWhat(string inputs, string path, string message)
    {
        var problem = Assert.Single(InputValidation.Check(Definition, JsonElement.Parse(inputs)).Problems);

        Assert.Equal(path, problem.Path);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }
}
