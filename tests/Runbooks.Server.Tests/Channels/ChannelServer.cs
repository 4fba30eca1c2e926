using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Runbooks.Server.Channels.News;
using Runbooks.Server.Channels.Outbox;
using Runbooks.Server.Data;
using Runbooks.Server.Triggers.Firings;

namespace Runbooks.Server.Tests.Channels;

/// <summary>A server that collects, plans and sends only when a test says so, each time as a process that knows only what is committed.</summary>
public sealed class ChannelServer : IAsyncLifetime
{
    private readonly RunningServer running = new()
    {
        Settings = new()
        {
            ["Runbooks:Access:BootstrapKey"] = RunningServer.BootstrapKey,
            ["Runbooks:Outbound:Allow:0"] = "127.0.0.1",
            ["Runbooks:Server:PublicAddress"] = "https://rb.example/",
        },
        Replace = services =>
        {
            foreach (var type in new[] { typeof(NewsCollector), typeof(MessageDelivery), typeof(FiringPlanner) })
                services.Remove(services.Single(service => service.ServiceType == typeof(IHostedService) && service.ImplementationFactory?.Method.ReturnType == type));
        },
    };

    public HttpClient Client { get; private set; } = null!;

    public IServiceProvider Services => running.Services;

    public ValueTask InitializeAsync()
    {
        Client = running.Admin();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await running.DisposeAsync();
    }

    public RunbooksDbContext Db() => Services.GetRequiredService<IDbContextFactory<RunbooksDbContext>>().CreateDbContext();

    public async Task<string> MakeAsync(object channel)
    {
        var made = await Client.AskAsync(HttpMethod.Post, "/api/v1/channels", channel);
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        return made.Json.GetProperty("id").GetString()!;
    }

    public async Task<JsonElement> ShowAsync(string id) => (await Client.AskAsync($"/api/v1/channels/{id}")).Json;

    public async Task<IReadOnlyList<JsonElement>> MessagesAsync(string id, string status)
    {
        var answer = await Client.AskAsync($"/api/v1/channels/{id}/messages?status={status}");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return [.. answer.Json.GetProperty("items").EnumerateArray()];
    }

    public async Task CollectAsync()
    {
        using var collector = ActivatorUtilities.CreateInstance<NewsCollector>(Services);
        await collector.CollectAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Plans what is recommended.</summary>
    public Task PlanAsync() => Services.GetRequiredService<FiringPlanner>().PlanAsync(TestContext.Current.CancellationToken);

    /// <param name="after">How long from now.</param>
    public async Task<DateTimeOffset?> DeliverAsync(string id, TimeSpan after)
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow + after);
        return await ActivatorUtilities.CreateInstance<ChannelPost>(Services, time).DeliverAsync(id, TestContext.Current.CancellationToken);
    }

    /// <summary>Publishes a workflow of one step.</summary>
    public async Task PublishAsync(string id, string step)
    {
        var yaml = $$"""
            apiVersion: runbooks/v1
            id: {{id}}
            name: Flow {{id}}
            steps:
              only: {{step}}
            """;
        var saved = await Client.AskAsync(HttpMethod.Put, $"/api/v1/workflows/{id}", yaml, "application/yaml");
        Assert.True((int)saved.Status < 300, saved.Text);
        var published = await Client.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{id}/publish");
        Assert.True((int)published.Status < 300, published.Text);
    }

    /// <summary>Runs it to its end, or for a second where it waits.</summary>
    public async Task<string> RunAsync(string workflow, string wait = "30s") =>
        (await Client.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{workflow}/runs?wait={wait}", new { })).Json.GetProperty("id").GetString()!;
}
