using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Server.Data;
using Runbooks.Server.Triggers;
using Runbooks.Server.Triggers.Firings;

namespace Runbooks.Server.Tests.Triggers;

/// <summary>A trigger that fires when a test says so, over a name that only it gives.</summary>
internal sealed class TestTriggerType : ITriggerType
{
    public string Name => "test";

    public Type SettingsType => typeof(TestSettings);

    public IReadOnlyCollection<string> Names => ["trigger", "payload"];
}

internal sealed record TestSettings
{
    public int Level { get; init; }
}

/// <summary>A server with that type of trigger and a few workflows.</summary>
public sealed class TriggerServer : IAsyncLifetime
{
    public const string Flow = "triggered";
    public const string OneAtATime = "triggered-once";

    public RunningServer Server { get; } = new() { Replace = services => services.AddSingleton<ITriggerType, TestTriggerType>() };

    public HttpClient Client { get; private set; } = null!;

    public IServiceProvider Services => Server.Services;

    public async ValueTask InitializeAsync()
    {
        Client = Server.Admin();
        await PublishAsync(Flow, "");
        await PublishAsync(OneAtATime, "policy: { concurrency: { max: 1, whenBusy: skip } }", "PT1H");
    }

    public async Task SaveAsync(string id, string more, string wait = "PT0.01S")
    {
        var yaml = $$"""
            apiVersion: runbooks/v1
            id: {{id}}
            name: Triggered
            inputs:
              name: { type: string }
              count: { type: integer, default: 1 }
            {{more}}
            steps:
              wait: { activity: flow.delay, with: { for: {{wait}} } }
            """;
        var saved = await Client.AskAsync(HttpMethod.Put, $"/api/v1/workflows/{id}", yaml, "application/yaml");
        Assert.True(saved.Status is HttpStatusCode.Created or HttpStatusCode.OK, saved.Text);
    }

    public async Task PublishAsync(string id, string more, string wait = "PT0.01S")
    {
        await SaveAsync(id, more, wait);
        var published = await Client.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{id}/publish");
        Assert.True(published.Status is HttpStatusCode.Created or HttpStatusCode.OK, published.Text);
    }

    /// <summary>Makes a trigger, and gives its id.</summary>
    public async Task<string> MakeAsync(object trigger)
    {
        var made = await Client.AskAsync(HttpMethod.Post, "/api/v1/triggers", trigger);
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        return made.Json.GetProperty("id").GetString()!;
    }

    /// <summary>Commits a firing as its cause would.</summary>
    public async Task<StagedFiring> FireAsync(string id, FiringCause cause)
    {
        await using var db = Services.GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<RunbooksDbContext>>().CreateDbContext();
        var trigger = Services.GetRequiredService<TriggerRegistry>().Find(id)!;
        var staged = await Services.GetRequiredService<FiringLedger>().StageAsync(db, trigger, cause, TestContext.Current.CancellationToken);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return staged;
    }

    public FiringStarter Starter => Services.GetRequiredService<FiringStarter>();

    public async Task<IReadOnlyList<JsonElement>> FiringsAsync(string id) =>
        [.. (await Client.AskAsync($"/api/v1/triggers/{id}/firings")).Json.GetProperty("items").EnumerateArray()];

    public async Task<IReadOnlyList<JsonElement>> RunsAsync(string workflow) =>
        [.. (await Client.AskAsync($"/api/v1/runs?workflow={workflow}&limit=500")).Json.GetProperty("items").EnumerateArray()];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }
}
