using System.Text.Json;
using Runbooks.Workflows.Definitions;

namespace Runbooks.Workflows.Tests.Definitions;

public sealed class PayloadSchemaTests
{
    [Theory]
    [InlineData("""{ "type": "object", "properties": { "a": { "type": ["string", "null"] } }, "additionalProperties": false }""", null)]
    [InlineData("""{ "$defs": { "a": { "type": "string" } }, "items": { "$ref": "#/$defs/a" } }""", null)]
    [InlineData("true", "")]
    [InlineData("""{ "anyOf": [] }""", "/anyOf")]
    [InlineData("""{ "properties": { "a/b": { "const": 1 } } }""", "/properties/a~1b/const")]
    [InlineData("""{ "items": 5 }""", "/items")]
    [InlineData("""{ "type": [] }""", "/type")]
    [InlineData("""{ "pattern": "(a)\\1" }""", "/pattern")]
    [InlineData("""{ "required": "a" }""", "/required")]
    public void CheckSchema_Schema_RefusesWhatWouldNotBeChecked(string schema, string? path) =>
        Assert.Equal(path is null ? [] : [path], PayloadSchema.CheckSchema(JsonElement.Parse(schema)).Select(problem => problem.Path));

    [Theory]
    [InlineData("""{ "a": 1 }""", null)]
    [InlineData("""{ "a": 0 }""", "/a")]
    [InlineData("""{ "a": 1, "b": 2 }""", "/b")]
    [InlineData("{}", "/a")]
    [InlineData("[]", "")]
    public void Check_Value_FindsTheMisfitAndItsPlace(string value, string? path)
    {
        var schema = JsonElement.Parse("""{ "type": "object", "required": ["a"], "properties": { "a": { "type": "integer", "minimum": 1 } }, "additionalProperties": false }""");

        Assert.Equal(path is null ? [] : [path], PayloadSchema.Check(schema, JsonElement.Parse(value)).Select(problem => problem.Path));
    }
}
