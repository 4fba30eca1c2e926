using Runbooks.Server.Alerts.Dialects;
using Runbooks.Server.Alerts.Listing;
using Runbooks.Server.Alerts.Rules;
using Runbooks.Server.Alerts.Sources;
using Runbooks.Server.Alerts.Storage;
using Runbooks.Server.Alerts.Targets;
using Runbooks.Server.Hosting;
using Runbooks.Server.Triggers;

namespace Runbooks.Server.Alerts;

internal static class AlertsRegistration
{
    public static IServiceCollection AddAlerts(this IServiceCollection services)
    {
        services.AddSliceOptions<AlertOptions>("Alerts");
        return services
            .AddDialects()
            .AddSingleton<AlertStore>()
            .AddSingleton<AlertSourceRegistry>()
            .AddSingleton<AlertSourceStore>()
            .AddSingleton<AlertSourceCheck>()
            .AddSingleton<AlertSourceEditor>()
            .AddScoped<OutcomeReader>()
            .AddSingleton<AlertReads>()
            .AddSingleton<SelfInflicted>()
            .AddSingleton<Findings>()
            .AddSingleton<ITriggerType, AlertTriggers>()
            .AddSingleton<AlertFirings>()
            .AddSingleton<AlertFollowUps>()
            .AddHostedService<AlertFollower>()
            .AddHostedService<AlertUpkeep>();
    }

    public static void MapAlertSlices(this IEndpointRouteBuilder api)
    {
        api.MapAlertSources();
        api.MapAlertList();
    }

    /// <summary>After the database was migrated, and before anything is taken in.</summary>
    public static async Task OpenAlertsAsync(this IServiceProvider services)
    {
        services.GetRequiredService<AlertStore>();
        var registry = services.GetRequiredService<AlertSourceRegistry>();
        foreach (var source in await services.GetRequiredService<AlertSourceStore>().ReadAsync()) registry.Put(source);
    }

    private static IServiceCollection AddDialects(this IServiceCollection services) => services
        .AddSingleton<AlertDialects>()
        .AddSingleton<IAlertDialect, AlertmanagerDialect>()
        .AddSingleton<IAlertDialect, GrafanaDialect>()
        .AddSingleton<IAlertDialect, ZabbixDialect>()
        .AddSingleton<IAlertDialect, SnsDialect>()
        .AddSingleton<IAlertDialect, DatadogDialect>()
        .AddSingleton<IAlertDialect, IcingaDialect>()
        .AddSingleton<IAlertDialect, CloudEventsDialect>()
        .AddSingleton<IAlertDialect, GenericDialect>();
}
