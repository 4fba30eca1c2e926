using Microsoft.Extensions.Options;
using Runbooks.Activities;
using Runbooks.Activities.Catalogue;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Integration;
using Runbooks.Server.Connections;
using Runbooks.Server.Data;
using Runbooks.Server.Data.Settings;
using Runbooks.Server.Fleet;
using Runbooks.Server.Hosting;
using Runbooks.Server.Runs.Api;
using Runbooks.Server.Runs.Approvals;
using Runbooks.Server.Runs.Automation;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.History.Sqlite;
using Runbooks.Server.Runs.Logs;
using Runbooks.Server.Runs.RollingBack;
using Runbooks.Server.Runs.Starting;
using Runbooks.Server.Runs.Units;
using Runbooks.Server.Secrets;
using Runbooks.Server.Workflows;

namespace Runbooks.Server.Runs;

internal static class RunsRegistration
{
    public static IServiceCollection AddRuns(this IServiceCollection services, DataDirectory directory)
    {
        services.AddSqliteRunStore(directory.Path);
        services.AddHealthChecks().AddCheck<RunStoreCheck>("run-store");
        services.AddSliceOptions<GuardOptions>("Guards");
        services.AddSingleton<AutomationSwitch>().AddSingleton<AutomationStarter>();
        services.AddSingleton<OperationsInFlight>().AddSingleton<RunProgress>();
        services.AddSingleton<RunFeed>().AddSingleton<RunLogs>().AddSingleton<RunFailures>().AddSingleton<DueTimes>().AddSingleton<RunLoops>();
        services.AddSingleton(MakeWorkflows).AddSingleton(MakeUnits).AddSingleton<UnitRunner>().AddSingleton<CommandExecutor>();
        services.AddSingleton(MakeShell).AddSingleton<RunStarter>().AddSingleton(MakeDoor).AddSingleton<RerunStarter>();
        services.AddSingleton<RollBackStarter>().AddSingleton<RollBackPreviews>();
        services.AddSingleton<RunViewBuilder>().AddSingleton<RunReader>().AddSingleton<RunInbox>();
        services.AddHostedService<RunHost>();
        return services;
    }

    public static void MapRunSlices(this IEndpointRouteBuilder api)
    {
        api.MapRuns();
        api.MapApprovals();
        api.MapAutomation();
        api.MapLeases();
    }

    /// <summary>Opens the history, so that what keeps it from opening keeps the server from starting, and remembers the stop button.</summary>
    public static async Task OpenRunsAsync(this IServiceProvider services)
    {
        services.GetRequiredService<IRunStore>();
        var setting = await services.GetRequiredService<SettingStore>().ReadAsync<AutomationSetting>(AutomationApi.SettingKey);
        services.GetRequiredService<AutomationSwitch>().Set(setting?.Stopped);
    }

    private static WorkflowCache MakeWorkflows(IServiceProvider services)
    {
        var published = services.GetRequiredService<PublishedWorkflows>();
        var catalogue = services.GetRequiredService<ActivityCatalogue>();
        return new WorkflowCache(
            async (id, version) => await published.FindAsync(id, version) is { } found ? (found.Definition, found.Version) : null,
            name => TraitsReader.Find(catalogue, name));
    }

    private static UnitServices MakeUnits(IServiceProvider services)
    {
        var fleet = services.GetRequiredService<FleetAccess>();
        var secrets = services.GetRequiredService<SecretStore>();
        var store = services.GetRequiredService<IRunStore>();
        var http = services.GetRequiredService<OutboundHttp>();
        return new UnitServices(
            services.GetRequiredService<ActivityCatalogue>(),
            services.GetRequiredService<IFleet>(),
            (target, stop) => ReadAsync(fleet, target, stop),
            fleet.LookAgain,
            async id => (await store.ReadLeasesAsync()).FirstOrDefault(lease => lease.TargetId == id)?.RunId,
            services.GetRequiredService<AutomationSwitch>(),
            services.GetRequiredService<IOptions<GuardOptions>>().Value.Selector,
            secrets.ResolveAsync,
            http.CreateClient,
            services.GetRequiredService<RunLogs>(),
            services.GetRequiredService<RunProgress>(),
            services.GetRequiredService<OperationsInFlight>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<UnitRunner>>())
        {
            Connections = services.GetRequiredService<ConnectionRegistry>().Abilities,
        };
    }

    private static async Task<LiveTarget> ReadAsync(FleetAccess fleet, Target target, CancellationToken stop)
    {
        var seen = await fleet.ReadAsync(target, stop);
        var connection = seen is null ? fleet.ConnectionOf(target) : fleet.Find(seen.Connection);
        var use = connection.Use();
        return new LiveTarget(seen, connection.Name, use.Platform, () => connection.Mode == ConnectionMode.Change, use);
    }

    private static RunShell MakeShell(IServiceProvider services) => new(
        $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}",
        services.GetRequiredService<IRunStore>(),
        services.GetRequiredService<IRunRouter>(),
        services.GetRequiredService<WorkflowCache>(),
        services.GetRequiredService<CommandExecutor>(),
        services.GetRequiredService<RunFeed>(),
        services.GetRequiredService<RunFailures>(),
        services.GetRequiredService<DueTimes>(),
        services.GetRequiredService<AutomationSwitch>(),
        services.GetRequiredService<TimeProvider>());

    private static StartDoor MakeDoor(IServiceProvider services) => new(
        services.GetRequiredService<RunStarter>(), services.GetRequiredService<PublishedWorkflows>().WhyPausedAsync);
}
