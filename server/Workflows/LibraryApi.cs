using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Runbooks.Server.Access;
using Runbooks.Server.Http;
using Runbooks.Workflows.Library;

namespace Runbooks.Server.Workflows;

/// <summary>The shipped workflows as they are shipped, whatever became of them here.</summary>
internal static class LibraryApi
{
    public static void MapLibrary(this IEndpointRouteBuilder api) => api
        .MapGet("/library", List)
        .WithTags("Workflows")
        .WithSummary("Lists the shipped workflows as they are shipped, to use or to begin from.")
        .Requires(Permission.Look);

    private static Ok<Page<LibraryEntry>> List() => TypedResults.Ok(new Page<LibraryEntry>([.. WorkflowLibrary.All.Select(LibraryEntry.Of)]));
}

/// <param name="Yaml">With its comments.</param>
internal sealed record LibraryEntry(string Id, string? Name, string? Description, JsonElement Definition, string Yaml)
{
    public static LibraryEntry Of(ShippedWorkflow shipped) => new(
        shipped.Id, shipped.Reading.Definition!.Name, shipped.Reading.Definition.Description, shipped.Reading.Document!.Value, shipped.Yaml);
}
