using Microsoft.OpenApi;

namespace Runbooks.Server.Workflows;

internal static class DefinitionBodyDescription
{
    /// <summary>Tells the description of the API that the body is a definition, which only the handler's binding knows.</summary>
    public static RouteHandlerBuilder TakesDefinition(this RouteHandlerBuilder route) => route.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        var definition = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "See /api/v1/workflows/schema." } };
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = definition, [DefinitionText.Yaml] = definition },
        };
        return Task.CompletedTask;
    });
}
