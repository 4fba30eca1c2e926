using Microsoft.Extensions.Options;
using Runbooks.Server.Access;
using Runbooks.Server.Access.Keys;
using Runbooks.Server.Access.Sessions;
using Runbooks.Server.Alerts;
using Runbooks.Server.Audit;
using Runbooks.Server.Backups;
using Runbooks.Server.Catalogue;
using Runbooks.Server.Channels;
using Runbooks.Server.Cluster;
using Runbooks.Server.Connections;
using Runbooks.Server.Connections.Sources;
using Runbooks.Server.Data;
using Runbooks.Server.Designer;
using Runbooks.Server.Fleet;
using Runbooks.Server.FleetRules;
using Runbooks.Server.FleetRules.Replay;
using Runbooks.Server.Hooks;
using Runbooks.Server.FleetRules.Shipped;
using Runbooks.Server.Hosting;
using Runbooks.Server.Http;
using Runbooks.Server.Observability;
using Runbooks.Server.Plans;
using Runbooks.Server.Runs;
using Runbooks.Server.Runs.History.Sqlite;
using Runbooks.Server.Secrets;
using Runbooks.Server.Triggers;
using Runbooks.Server.Triggers.Webhooks;
using Runbooks.Server.Workflows;

try
{
    var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    var directory = DataDirectory.Open(builder.Configuration);
    builder.ConfigureKestrel();
    builder.AddCluster();
    builder.Services
        .AddSingleton(TimeProvider.System)
        .AddRunbooksLogging(directory)
        .AddTelemetry()
        .AddHttpSurface()
        .AddDesigner()
        .AddData(directory)
        .AddAccess()
        .AddAudit()
        .AddSecrets(directory)
        .AddBackups()
        .AddActivityCatalogue(builder.Configuration)
        .AddWorkflows()
        .AddPlatforms()
        .AddLiveConnections()
        .AddFleet()
        .AddRuns(directory)
        .AddPlans()
        .AddAlerts()
        .AddHooks()
        .AddTriggers()
        .AddFleetRules()
        .AddChannels()
        .AddHostedService<StartLeftovers>();

    var app = builder.Build();
    app.UseRequestLog();
    app.UseHttpSurface();
    app.UseDesigner();
    app.UseTelemetry();
    app.UseAccess();
    app.UseBodyLimit();

    app.MapHealth();
    app.MapTelemetry();
    app.MapOpenApiDocument();
    app.MapSignIn();
    app.MapHooks();
    app.MapWebhooks();
    var api = app.MapGroup("/api/v1");
    api.MapSession();
    api.MapKeys();
    api.MapAudit();
    api.MapSecrets();
    api.MapActivities();
    api.MapWorkflows();
    api.MapLibrary();
    api.MapConnections();
    api.MapFleet();
    api.MapBackups();
    api.MapRunSlices();
    api.MapPlans();
    api.MapTriggerSlices();
    api.MapFleetRules();
    api.MapAlertSlices();
    api.MapChannels();

    app.Services.GetRequiredService<IStartupValidator>().Validate();
    // Before anything in the data directory is changed.
    app.Services.GetRequiredService<DataDirectoryLock>();
    app.Services.DescribeAddedActivities();
    await app.Services.MigrateDatabaseAsync();
    await app.Services.SeedLibraryAsync();
    await app.Services.LoadConnectionsAsync();
    await app.Services.OpenRunsAsync();
    await app.Services.OpenAlertsAsync();
    await app.Services.LoadTriggersAsync();
    await app.Services.SeedFleetRulesAsync();
    await app.RunAsync();
    return 0;
}
catch (Exception error) when (StartFailure.Explain(error) is { } lines)
{
    foreach (var line in lines) await Console.Error.WriteLineAsync(line);
    return StartFailure.ExitCode;
}
