using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Runbooks.Server.Alerts.Rules;
using Runbooks.Server.Data;
using Runbooks.Server.Triggers.Firings;

namespace Runbooks.Server.Tests.Alerts;

/// <summary>A server that ends between two commits, and a second one on its data: each alert starts one run.</summary>
public sealed class AlertCrashTests
{
    private const int Alerts = 5;

    [Fact]
    public async Task Death_BetweenAlertAndFiring_StartsOneRunForEach()
    {
        using var folder = new TemporaryDirectory();
        await using (var first = Start(folder, Without<AlertFollower>))
        {
            await MakeAsync(first);
            await SendAsync(first);
            Assert.Equal((Alerts, 0), (await CountAsync(first, db => db.Alerts), await CountAsync(first, db => db.Firings)));
        }

        await using var second = Start(folder, _ => { });
        await StartedAsync(second);
    }

    [Fact]
    public async Task Death_BetweenFiringAndRun_StartsOneRunForEach()
    {
        using var folder = new TemporaryDirectory();
        await using (var first = Start(folder, Without<FiringStarter>))
        {
            await MakeAsync(first);
            await SendAsync(first);
            await UntilAsync(async () => await CountAsync(first, db => db.Firings) == Alerts);
        }

        await using var second = Start(folder, _ => { });
        await StartedAsync(second);
    }

    [Fact]
    public async Task Death_BetweenFiringAndTheRecordOfIt_FindsWhatIsFired()
    {
        using var folder = new TemporaryDirectory();
        await using (var first = Start(folder, _ => { }))
        {
            await MakeAsync(first);
            await SendAsync(first);
            await StartedAsync(first);
            // As if it had died before it wrote down how far it came.
            await using var db = Open(first);
            await db.AlertCursors.ExecuteDeleteAsync(TestContext.Current.CancellationToken);
            await db.AlertOutcomes.ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        }

        await using var second = Start(folder, _ => { });
        await UntilAsync(async () => await CountAsync(second, db => db.AlertOutcomes) == Alerts);
        await StartedAsync(second);
    }

    private static RunningServer Start(TemporaryDirectory folder, Action<IServiceCollection> replace)
    {
        var server = new RunningServer { In = folder.Path, Replace = replace };
        server.CreateClient().Dispose();
        return server;
    }

    /// <summary>Leaves out a part that works by itself, as if the process had ended before its turn.</summary>
    private static void Without<T>(IServiceCollection services)
        where T : class
    {
        foreach (var service in services.Where(service => service.ServiceType == typeof(IHostedService) && IsFor<T>(service)).ToList()) services.Remove(service);
    }

    private static bool IsFor<T>(ServiceDescriptor service) =>
        service.ImplementationType == typeof(T) || service.ImplementationFactory?.Method.DeclaringType?.FullName?.Contains("TriggersRegistration", StringComparison.Ordinal) == true && typeof(T) == typeof(FiringStarter);

    private static async Task MakeAsync(RunningServer server)
    {
        using var client = server.Admin();
        var saved = await client.AskAsync(
            HttpMethod.Put, "/api/v1/workflows/alerted", "apiVersion: runbooks/v1\nid: alerted\nname: Alerted\nsteps:\n  wait: { activity: flow.delay, with: { for: PT0.01S } }\n", "application/yaml");
        Assert.True(saved.Status == HttpStatusCode.Created, saved.Text);
        await client.AskAsync(HttpMethod.Post, "/api/v1/workflows/alerted/publish");
        var made = await client.AskAsync(HttpMethod.Post, "/api/v1/triggers", new
        {
            name = "Alerted", workflow = "alerted", type = "alert", source = new { name = "am", dialect = "alertmanager", authentication = new { type = "none" } },
        });
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
    }

    private static async Task SendAsync(RunningServer server)
    {
        using var client = server.Stranger();
        var alerts = Enumerable.Range(0, Alerts).Select(n => new { status = "firing", fingerprint = $"f{n}", startsAt = "2026-05-04T08:00:00Z", labels = new { alertname = "Busy" } });
        var answer = await client.AskAsync(HttpMethod.Post, "/hooks/am", new { alerts });
        Assert.Equal((HttpStatusCode.Accepted, Alerts), (answer.Status, answer.Json.GetProperty("accepted").GetInt32()));
    }

    private static async Task StartedAsync(RunningServer server)
    {
        using var client = server.Admin();
        List<JsonElement> runs = [];
        await UntilAsync(async () =>
        {
            runs = [.. (await client.AskAsync("/api/v1/runs?workflow=alerted&limit=100")).Json.GetProperty("items").EnumerateArray()];
            return runs.Count >= Alerts && runs.All(run => run.GetProperty("status").GetString() == "completed");
        });
        await UntilAsync(async () => await CountAsync(server, db => db.AlertOutcomes) == Alerts);
        Assert.Equal((Alerts, Alerts), (runs.Count, await CountAsync(server, db => db.Firings)));
    }

    private static async Task<int> CountAsync<T>(RunningServer server, Func<RunbooksDbContext, IQueryable<T>> rows)
    {
        await using var db = Open(server);
        return await rows(db).CountAsync(TestContext.Current.CancellationToken);
    }

    private static RunbooksDbContext Open(RunningServer server) => server.Services.GetRequiredService<IDbContextFactory<RunbooksDbContext>>().CreateDbContext();

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await holds()) await Task.Delay(20, limit.Token);
    }
}
