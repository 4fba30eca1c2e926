using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Server.Access.Keys;

namespace Runbooks.Server.Tests.Access.Keys;

public sealed class KeyEndTests(RunningServer server)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(9);

    [Fact]
    public async Task Stream_OfARevokedKey_EndsAtOnceAndIsRefusedAfterwards()
    {
        var made = await server.Admin().AskAsync(HttpMethod.Post, "/api/v1/keys", """{"name":"listens","roles":["viewer"]}""");
        using var client = server.WithKey(made.Json.GetProperty("key").GetString()!);
        using var stays = await ListenAsync(server.Admin());
        using var ends = await ListenAsync(client);

        await server.Admin().AskAsync(HttpMethod.Delete, made.Headers.Location!.ToString());

        while (await ends.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken) is not null)
        {
        }

        (await client.AskAsync("/api/v1/fleet/events")).AssertProblem(HttpStatusCode.Unauthorized, "access.not-signed-in");
        // The other one, whose key is there still, goes on: it does not end while this one did.
        var next = stays.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.False(next.IsCompleted);
    }

    [Fact]
    public void Streams_All_EndWithTheirKeys()
    {
        var streams = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.EndsWith("events", StringComparison.Ordinal)).ToList();

        Assert.True(streams.Count >= 2);
        Assert.All(streams, stream => Assert.True(KeyEnd.Holds(stream), stream.RoutePattern.RawText));
    }

    private static async Task<StreamReader> ListenAsync(HttpClient client)
    {
        var reader = new StreamReader(await client.GetStreamAsync("/api/v1/fleet/events", TestContext.Current.CancellationToken));
        Assert.Contains("ready", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        return reader;
    }
}
