using System.Diagnostics;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Runbooks.Activities.Catalogue;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Access;
using Runbooks.Server.Http;

namespace Runbooks.Server.Connections;

internal static class ConnectionsApi
{
    public static void MapConnections(this IEndpointRouteBuilder api)
    {
        api.MapGet("/platforms", ListPlatforms).WithTags("Connections").Requires(Permission.Look)
            .WithSummary("Lists the platforms that can be connected to, with the schema of their settings.");
        var connections = api.MapGroup("/connections").WithTags("Connections");
        connections.MapGet("", List).Requires(Permission.Look).WithSummary("Lists the connections, without their secrets.");
        connections.MapGet("{id}", Get).Requires(Permission.Look).WithSummary("Gives one connection.");
        connections.MapPost("", CreateAsync).Requires(Permission.Administer).WithSummary("Makes a connection. Its mode is observe unless said.");
        connections.MapPut("{id}", ChangeAsync).Requires(Permission.Administer).WithSummary("Changes a connection; what is left out stays.");
        connections.MapDelete("{id}", DeleteAsync).Requires(Permission.Administer).WithSummary("Deletes a connection; its objects leave the fleet.");
        connections.MapPost("{id}/test", TestAsync).Requires(Permission.Operate).WithSummary("Reads the inventory now, and tells how that ended.");
    }

    private static Page<PlatformAnswer> ListPlatforms(PlatformFactories factories) => new([.. factories.All.Select(PlatformAnswer.Of)]);

    private static Page<ConnectionAnswer> List(ConnectionRegistry registry) => new([.. registry.All.Select(ConnectionAnswer.Of)]);

    private static Results<Ok<ConnectionAnswer>, Problem> Get(string id, ConnectionRegistry registry) =>
        Find(registry, id) is { } connection ? TypedResults.Ok(ConnectionAnswer.Of(connection)) : Problem.NotFound("connection", id);

    private static async Task<Created<ConnectionAnswer>> CreateAsync(
        ConnectionRequest request, ConnectionEditor editor, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var made = await editor.CreateAsync(request, user.Who(), cancellation);
        return TypedResults.Created($"/api/v1/connections/{made.Id}", ConnectionAnswer.Of(made));
    }

    private static async Task<Ok<ConnectionAnswer>> ChangeAsync(
        string id, ConnectionRequest request, ConnectionEditor editor, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Ok(ConnectionAnswer.Of(await editor.ChangeAsync(id, request, user.Who(), cancellation)));

    private static async Task<NoContent> DeleteAsync(string id, ConnectionEditor editor, ClaimsPrincipal user, CancellationToken cancellation)
    {
        await editor.DeleteAsync(id, user.Who(), cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<ConnectionTest>, Problem>> TestAsync(
        string id, ConnectionRegistry registry, CancellationToken cancellation)
    {
        if (Find(registry, id) is not { } connection) return Problem.NotFound("connection", id);
        var begun = Stopwatch.GetTimestamp();
        try
        {
            var inventory = await connection.ProbeAsync(cancellation);
            return TypedResults.Ok(new ConnectionTest(true, Elapsed(begun))
            {
                Hosts = inventory.Hosts.Length, Vms = inventory.VirtualMachines.Length, Storages = inventory.Storages.Length,
            });
        }
        catch (PlatformException error)
        {
            return TypedResults.Ok(new ConnectionTest(false, Elapsed(begun)) { Code = error.Code, Message = error.Message, NextStep = NextStep.Of(error.Error) });
        }
    }

    private static Connection? Find(ConnectionRegistry registry, string id) => registry.All.FirstOrDefault(known => known.Id == id);

    private static long Elapsed(long since) => (long)Stopwatch.GetElapsedTime(since).TotalMilliseconds;
}

/// <param name="SettingsSchema">JSON Schema 2020-12.</param>
internal sealed record PlatformAnswer(string Name, JsonElement SettingsSchema, IReadOnlyList<string> SecretNames)
{
    public static PlatformAnswer Of(IPlatformFactory factory) =>
        new(factory.Platform, ActivitySchema.OfInput(factory.SettingsType), factory.SecretNames);
}
