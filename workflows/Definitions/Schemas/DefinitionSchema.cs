using System.Text.Json;
using System.Text.Json.Nodes;
using Runbooks.Activities.Catalogue;

namespace Runbooks.Workflows.Definitions.Schemas;

/// <summary>The JSON Schema (2020-12) of a definition, with the <c>with</c> of each activity, so that editors complete and check it.</summary>
public static class DefinitionSchema
{
    private const string Outline = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "https://runbooks.dev/schemas/runbooks-v1.json",
          "title": "Runbooks workflow",
          "type": "object",
          "required": ["id", "steps"],
          "additionalProperties": false,
          "properties": {
            "apiVersion": { "const": "runbooks/v1" },
            "id": { "type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "maxLength": 100, "description": "A slug, unique in the server." },
            "name": { "type": "string", "maxLength": 200 },
            "description": { "type": "string", "maxLength": 10000 },
            "inputs": { "type": "object", "propertyNames": { "pattern": "^[A-Za-z][A-Za-z0-9_]{0,63}$" }, "additionalProperties": { "$ref": "#/$defs/input" } },
            "outputs": { "type": "object", "description": "What the run gives back; values may carry ${ … }." },
            "policy": { "$ref": "#/$defs/policy" },
            "steps": { "$ref": "#/$defs/steps" },
            "transitions": { "$ref": "#/$defs/transitions" },
            "triggers": { "type": "array", "items": { "$ref": "#/$defs/trigger" }, "description": "Applied when a version is published." },
            "layout": { "type": "object", "description": "The designer's positions: step: [x, y]." },
            "notes": {}
          },
          "$defs": {
            "duration": { "type": "string", "description": "ISO 8601 (PT5M, P14D) or short (5m, 14d, 1h30m).", "pattern": "^(P.+|([0-9]+(\\.[0-9]+)?(ms|s|m|h|d))+)$" },
            "expression": { "type": "string", "pattern": "\\$\\{" },
            "input": {
              "type": "object",
              "properties": {
                "type": { "enum": ["string", "number", "integer", "boolean", "array", "object", "duration", "cron", "email", "uri", "vm-selector", "host-selector", "date-time"] },
                "title": { "type": "string" }, "description": { "type": "string" }, "default": {}, "required": { "type": "boolean" }, "enum": { "type": "array", "minItems": 1 },
                "format": { "type": "string" }, "minimum": { "type": "number" }, "maximum": { "type": "number" }, "minLength": { "type": "integer" }, "maxLength": { "type": "integer" },
                "pattern": { "type": "string" }, "items": { "type": "object" }, "properties": { "type": "object" }
              }
            },
            "policy": {
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "concurrency": { "type": "object", "additionalProperties": false, "properties": { "max": { "type": "integer", "minimum": 1, "maximum": 1000 }, "whenBusy": { "enum": ["skip", "queue", "cancel-running"] } } },
                "onFailure": { "enum": ["stop", "roll-back"] },
                "timeout": { "$ref": "#/$defs/duration" },
                "limits": { "type": "object", "additionalProperties": false, "properties": { "targets": { "type": "integer", "minimum": 1, "maximum": 10000 }, "shareOfCluster": { "type": "number", "exclusiveMinimum": 0, "maximum": 1 } } }
              }
            },
            "trigger": {
              "type": "object",
              "required": ["name", "type"],
              "properties": {
                "id": { "type": "string", "pattern": "^[a-z0-9][a-z0-9._-]{0,62}$" },
                "name": { "type": "string", "minLength": 1, "maxLength": 100, "description": "Unique among all triggers; says which it is." },
                "type": { "enum": ["schedule", "alert", "fleet-rule", "webhook", "run"] },
                "enabled": { "type": "boolean", "default": true },
                "action": { "enum": ["start", "recommend"], "default": "start" },
                "inputs": { "type": "object", "description": "What the run is started with; values may carry ${ … } over what made it fire." }
              },
              "allOf": []
            },
            "transitions": {
              "type": "array",
              "items": { "anyOf": [
                { "type": "string", "pattern": "->", "description": "step -> step, or step.outcome -> step" },
                { "type": "object", "required": ["from", "to"], "additionalProperties": false, "properties": { "from": { "type": "string" }, "outcome": { "type": "string" }, "to": { "type": "string" } } }
              ] }
            },
            "steps": { "type": "object", "minProperties": 1, "propertyNames": { "pattern": "^[a-z][A-Za-z0-9-]{0,63}$" }, "additionalProperties": { "$ref": "#/$defs/step" } },
            "step": {
              "type": "object",
              "required": ["activity"],
              "additionalProperties": false,
              "properties": {
                "activity": { },
                "name": { "type": "string" }, "description": { "type": "string" },
                "with": { "type": "object" },
                "approval": { "type": "object", "required": ["by"], "additionalProperties": false, "properties": { "by": { "anyOf": [{ "type": "string" }, { "type": "array", "minItems": 1, "items": { "type": "string", "pattern": "^(role|user):" } }] }, "expires": { "$ref": "#/$defs/duration" } } },
                "retry": { "type": "object", "additionalProperties": false, "properties": { "attempts": { "type": "integer", "minimum": 1, "maximum": 100 }, "backoff": { "enum": ["constant", "linear", "exponential"] }, "first": { "$ref": "#/$defs/duration" }, "max": { "$ref": "#/$defs/duration" }, "on": { "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] } } },
                "timeout": { "$ref": "#/$defs/duration" },
                "join": { "enum": ["all", "any"] },
                "steps": { "$ref": "#/$defs/steps" },
                "transitions": { "$ref": "#/$defs/transitions" },
                "layout": { "type": "object" },
                "notes": {}
              },
              "allOf": []
            }
          }
        }
        """;

    /// <param name="triggers">The types of triggers, with the schema of their own members.</param>
    public static JsonElement Of(ActivityCatalogue catalogue, IEnumerable<(string Type, JsonElement Members)>? triggers = null)
    {
        var schema = JsonNode.Parse(Outline)!.AsObject();
        var definitions = schema["$defs"]!.AsObject();
        var step = definitions["step"]!.AsObject();
        step["properties"]!["activity"] = new JsonObject { ["enum"] = new JsonArray([.. catalogue.Names.Select(name => JsonValue.Create(name))]) };
        foreach (var activity in catalogue.Descriptors)
        {
            var name = $"with:{activity.Name}";
            definitions[name] = With(activity, $"#/$defs/{name}");
            step["allOf"]!.AsArray().Add((JsonNode)Conditional(activity, name));
        }

        foreach (var (type, members) in triggers ?? []) AddTrigger(definitions, type, members);
        return JsonSerializer.SerializeToElement(schema);
    }

    private static void AddTrigger(JsonObject definitions, string type, JsonElement members)
    {
        var name = $"trigger:{type}";
        var own = JsonObject.Create(members)!.DeepClone().AsObject();
        own.Remove("$schema");
        // The common members stand beside them.
        own.Remove("additionalProperties");
        MoveReferences(own, $"#/$defs/{name}", wrapped: false);
        definitions[name] = own;
        definitions["trigger"]!["allOf"]!.AsArray().Add((JsonNode)new JsonObject
        {
            ["if"] = new JsonObject { ["required"] = new JsonArray("type"), ["properties"] = new JsonObject { ["type"] = new JsonObject { ["const"] = type } } },
            ["then"] = new JsonObject { ["$ref"] = $"#/$defs/{name}" },
        });
    }

    private static JsonObject Conditional(ActivityDescriptor activity, string name)
    {
        var with = new JsonObject { ["properties"] = new JsonObject { ["with"] = new JsonObject { ["$ref"] = $"#/$defs/{name}" } } };
        if (activity.InputSchema.TryGetProperty("required", out var required) && required.GetArrayLength() > 0) with["required"] = new JsonArray("with");
        return new JsonObject
        {
            ["if"] = new JsonObject { ["required"] = new JsonArray("activity"), ["properties"] = new JsonObject { ["activity"] = new JsonObject { ["const"] = activity.Name } } },
            ["then"] = with,
        };
    }

    /// <summary>The activity's schema, with expressions allowed for every input, at its place in the whole.</summary>
    private static JsonObject With(ActivityDescriptor activity, string place)
    {
        var schema = JsonObject.Create(activity.InputSchema)!.DeepClone().AsObject();
        schema.Remove("$schema");
        MoveReferences(schema, place);
        if (activity.Help.Length > 0) schema["description"] = activity.Help;
        if (schema["properties"] is not JsonObject properties) return schema;
        foreach (var name in properties.Select(property => property.Key).ToList())
        {
            var plain = properties[name]!.DeepClone();
            properties[name] = new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["$ref"] = "#/$defs/expression" }, plain) };
        }

        return schema;
    }

    /// <summary>References within the activity's schema lead to where it is now; inputs are one level deeper.</summary>
    private static void MoveReferences(JsonNode? node, string place, bool wrapped = true)
    {
        if (node is JsonArray array)
            foreach (var element in array) MoveReferences(element, place, wrapped);
        if (node is not JsonObject made) return;
        if (made["$ref"]?.GetValue<string>() is { } reference && reference.StartsWith("#/properties/", StringComparison.Ordinal))
        {
            var rest = reference["#/properties/".Length..].Split('/', 2);
            made["$ref"] = $"{place}/properties/{rest[0]}{(wrapped ? "/anyOf/1" : "")}{(rest.Length > 1 ? "/" + rest[1] : "")}";
        }

        foreach (var (_, child) in made.ToList()) MoveReferences(child, place, wrapped);
    }
}
