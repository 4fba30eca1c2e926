using System.Text.Json;
using Runbooks.Workflows.Definitions.Schemas;
using Runbooks.Workflows.Tests.Flow;

namespace Runbooks.Workflows.Tests.Definitions.Schemas;

public sealed class DefinitionSchemaTests
{
    private static readonly JsonElement Schema = DefinitionSchema.Of(Catalogues.All);

    [Fact]
    public void Of_Catalogue_HasEveryActivity()
    {
        var step = Schema.GetProperty("$defs").GetProperty("step");

        Assert.Equal(Catalogues.All.Descriptors.Count, step.GetProperty("properties").GetProperty("activity").GetProperty("enum").GetArrayLength());
        Assert.Equal(
            Catalogues.All.Descriptors.Select(activity => activity.Name),
            step.GetProperty("allOf").EnumerateArray().Select(rule => rule.GetProperty("if").GetProperty("properties").GetProperty("activity").GetProperty("const").GetString()!));
    }

    [Fact]
    public void Of_Catalogue_AllowsExpressionsForEveryInput()
    {
        var concurrency = Schema.GetProperty("$defs").GetProperty("with:vm.power-off").GetProperty("properties").GetProperty("concurrency").GetProperty("anyOf");

        Assert.Equal("#/$defs/expression", concurrency[0].GetProperty("$ref").GetString());
        Assert.Equal(1000, concurrency[1].GetProperty("maximum").GetInt32());
    }

    [Fact]
    public void Of_Catalogue_ReferencesLeadSomewhere()
    {
        foreach (var reference in References(Schema))
        {
            var at = Schema;
            foreach (var name in reference[2..].Split('/'))
                at = at.ValueKind is JsonValueKind.Array ? at[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] : at.GetProperty(name);
        }
    }

    private static IEnumerable<string> References(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(property => property.Name is "$ref" ? [property.Value.GetString()!] : References(property.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
