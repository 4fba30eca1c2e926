using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Runbooks.Server.Triggers.RunEnds;

namespace Runbooks.Server.Tests.Triggers.RunEnds;

/// <summary>The watch as one process after the other has it, on a server that has none of its own.</summary>
public sealed class RunEndWatchTests(RunEndWatchTests.Unwatched server) : IClassFixture<RunEndWatchTests.Unwatched>
{
    [Fact]
    public async Task Follow_ByOneProcessAfterAnother_FiresForEachEndOnce()
    {
        using var client = server.Server.Admin();
        foreach (var id in new[] { "watched", "following" })
        {
            await client.AskAsync(HttpMethod.Put, $"/api/v1/workflows/{id}", Workflows.WorkflowDocuments.Waiting(id, "PT0.01S"));
            await client.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{id}/publish");
        }

        await RunAsync(client);
        var made = await client.AskAsync(HttpMethod.Post, "/api/v1/triggers", new { name = "Follows", workflow = "following", type = "run", run = new { workflow = "watched" } });
        Assert.Equal(System.Net.HttpStatusCode.Created, made.Status);

        // What ended before the trigger was made is none of its affair.
        await FollowAsync();
        Assert.Empty(await FiringsAsync(client));
        var second = await RunAsync(client);
        var third = await RunAsync(client);
        await FollowAsync();
        Assert.Equal([$"run/{second}", $"run/{third}"], await FiringsAsync(client));
        var fourth = await RunAsync(client);
        await FollowAsync();
        await FollowAsync();
        Assert.Equal([$"run/{second}", $"run/{third}", $"run/{fourth}"], await FiringsAsync(client));
    }

    /// <summary>A new watch, that knows only what is stored.</summary>
    private async Task FollowAsync()
    {
        using var watch = ActivatorUtilities.CreateInstance<RunEndWatch>(server.Server.Services);
        await watch.FollowAsync(TestContext.Current.CancellationToken);
        await watch.FollowAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<string> RunAsync(HttpClient client)
    {
        var run = (await client.AskAsync(HttpMethod.Post, "/api/v1/workflows/watched/runs?wait=30s", new { })).Json;
        Assert.Equal("completed", run.GetProperty("status").GetString());
        return run.GetProperty("id").GetString()!;
    }

    private static async Task<List<string>> FiringsAsync(HttpClient client) =>
        [.. (await client.AskAsync("/api/v1/triggers/follows/firings")).Json.GetProperty("items").EnumerateArray()
            .Select(firing => $"run/{firing.GetProperty("detail").GetProperty("run").GetString()}").Reverse()];

    public sealed class Unwatched : IAsyncDisposable
    {
        public RunningServer Server { get; } = new()
        {
            Replace = services =>
            {
                var own = services.Single(service => service.ServiceType == typeof(IHostedService) && service.ImplementationFactory?.Method.ReturnType == typeof(RunEndWatch));
                services.Remove(own);
            },
        };

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
