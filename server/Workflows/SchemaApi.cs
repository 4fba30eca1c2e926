using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Runbooks.Activities.Catalogue;
using Runbooks.Server.Triggers;
using Runbooks.Workflows.Definitions.Schemas;

namespace Runbooks.Server.Workflows;

/// <summary>The JSON Schema of definitions, for editors. Made at the first request, of the activities and the types of triggers of this server.</summary>
internal sealed class SchemaApi(ActivityCatalogue catalogue, TriggerTypes triggers)
{
    private readonly Lazy<JsonElement> schema = new(() => DefinitionSchema.Of(catalogue, triggers.All.Select(type => (type.Name, ActivitySchema.OfInput(type.SettingsType)))));

    public static Ok<JsonElement> Read(SchemaApi api) => TypedResults.Ok(api.schema.Value);
}
