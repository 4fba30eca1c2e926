using Prometheus;
using Runbooks.Server.Access;

namespace Runbooks.Server.Observability;

/// <summary>Metrics for Prometheus: of the process and of HTTP; slices add theirs through <see cref="IMetricFactory"/>.</summary>
internal static class Telemetry
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services)
    {
        var registry = Metrics.NewCustomRegistry();
        DotNetStats.Register(registry);
        services.AddSingleton(registry);
        services.AddSingleton<IMetricFactory>(Metrics.WithCustomRegistry(registry));
        return services;
    }

    public static void UseTelemetry(this WebApplication app)
    {
        var registry = app.Services.GetRequiredService<CollectorRegistry>();
        app.UseHttpMetrics(options =>
        {
            options.InProgress.Registry = registry;
            options.RequestCount.Registry = registry;
            options.RequestDuration.Registry = registry;
        });
    }

    public static void MapTelemetry(this WebApplication app) =>
        app.MapMetrics(registry: app.Services.GetRequiredService<CollectorRegistry>()).RequireKeyFromElsewhere();
}
