using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Runbooks.Server.Access;

namespace Runbooks.Server.Http;

/// <summary>The description of the API at <c>/openapi/v1.json</c>.</summary>
internal static class OpenApiDocument
{
    public const string Name = "v1";
    private const string SchemeId = "key";

    public static IServiceCollection AddOpenApiDocument(this IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(DescribeAsync);
        options.AddSchemaTransformer(DescribeAsync);
    });

    // Nothing in it is about this installation.
    public static void MapOpenApiDocument(this IEndpointRouteBuilder routes) => routes.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();

    private static Task DescribeAsync(Microsoft.OpenApi.OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo { Title = "Runbooks", Version = Name, Description = "Workflow automation for operators of virtualised servers." };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [SchemeId] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key." },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SchemeId, document)] = [] }];
        return Task.CompletedTask;
    }

    private static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<PermissionRequirement>().LastOrDefault() is { } required)
            operation.Description = $"{operation.Description}\n\nRoles: {string.Join(", ", Permissions.RolesWith(required.Permission)).ToLowerInvariant()}.".Trim();
        // Bound from records, they would be named as our properties are; answers and the contract say 'where'.
        foreach (var query in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.In == ParameterLocation.Query))
            query.Name = JsonNamingPolicy.CamelCase.ConvertName(query.Name!);
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "What is wrong.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Problem.MediaType] = new() { Schema = await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellation) },
            },
        };
    }

    // Of what converters of ours write, the generator does not know that it is text.
    private static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var value = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type);
        var format = (value ?? context.JsonTypeInfo.Type) switch
        {
            { } type when type == typeof(DateTimeOffset) => "date-time",
            { } type when type == typeof(TimeSpan) => "duration",
            _ => null,
        };
        if (format is null) return Task.CompletedTask;
        schema.Format = format;
        schema.Type = value is null ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
        return Task.CompletedTask;
    }
}
