using System.Text.Json;
using System.Text.Json.Nodes;
using Runbooks.Workflows.Definitions;

namespace Runbooks.Server.Runs.Starting;

internal static class StartInputs
{
    public static (JsonElement Values, IReadOnlyList<InputProblem> Problems) Check(WorkflowDefinition definition, JsonElement given)
    {
        var values = new JsonObject();
        foreach (var input in definition.Inputs)
        {
            if (given.ValueKind == JsonValueKind.Object && given.TryGetProperty(input.Name, out var value)) values[input.Name] = JsonNode.Parse(value.GetRawText());
            else if (input.Default is { } fallback) values[input.Name] = JsonNode.Parse(fallback.GetRawText());
        }

        return (JsonSerializer.SerializeToElement(values), []);
    }
}
